/** glasscnn in the page: recomputes what changed since the previous image. With `?painted` it paints the stages too. */

import { present } from "./contender.js";
import { openSession, startPython } from "./engine.js";

present(async (folder, query) => openSession(await startPython(), `${folder}model.npz`, query.has("painted")));
