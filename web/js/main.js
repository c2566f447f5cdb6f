/** The entry of the page. */

import { App } from "./app/app.js";
import { answer, build, firstWorker } from "./early-start.js";

const app = new App({ answer, build, firstWorker });
/** @type {any} */ (window).glasscnn = app.api;
setTimeout(() => app.start()); // in a task of its own, so that no task keeps the page from responding for long
