/** glasscnn in the page: computes what differs from the image before. With `?painted` it colours the stages too. */

import { present } from "./contender.js";
import { openSession, startPython } from "./engine.js";

present(async (folder, query) => openSession(await startPython(), `${folder}model.npz`, query.has("painted")));
