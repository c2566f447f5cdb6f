/** The entry of the page. */

import { App } from "./app/app.js";
import { build, buildResponse, earlyWorker } from "./early-start.js";

const app = new App({ buildResponse, build, earlyWorker });
/** @type {any} */ (window).glasscnn = app.api;
setTimeout(() => app.start()); // in a task of its own, so that no task keeps the page from responding for long
