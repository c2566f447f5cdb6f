/** Defines the element `<glass-cnn>`, whose page is the single file of this package. */

import { GlassCnn } from "./glass-cnn.js";

GlassCnn.page = new URL("./glasscnn.html", import.meta.url).href;

export { GlassCnn };
