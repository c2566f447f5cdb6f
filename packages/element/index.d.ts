import { GlassCnn } from "./glass-cnn.js";

export { GlassCnn };

declare global {
  interface HTMLElementTagNameMap {
    "glass-cnn": GlassCnn;
  }
}
