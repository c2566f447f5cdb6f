/**
 * glasscnn in the page: recomputes what changed since the previous image. With `?painted` it paints the stages too; with
 * `?loops=numpy` NumPy uses its own loops.
 */

import { present } from "./contender.js";
import { openSession, startPython } from "./engine.js";

present(async (folder, _, query) => {
  const python = await startPython(query.get("loops") !== "numpy");
  return openSession(python, `${folder}model.npz`, query.has("painted"));
});
