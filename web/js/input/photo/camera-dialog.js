/** The dialog with the camera's picture. The camera is stopped when it closes, however it is closed. */

import { LocalisedError } from "../../i18n/error-text.js";
import { texts } from "../../i18n/language.js";
import { button, make } from "../../ui/dom.js";

/**
 * Take a picture with the camera.
 * @returns {Promise<Blob | null>} null if the person has closed the dialog
 * @throws {LocalisedError} if there is no camera, or the page may not use it
 */
export async function takePicture() {
  const words = texts.picture.camera;
  const stream = await navigator.mediaDevices
    .getUserMedia({ video: { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } } })
    .catch((error) => {
      const sentence = error instanceof DOMException && error.name === "NotAllowedError" ? "refused" : "none";
      throw new LocalisedError(() => texts.picture.camera[sentence]);
    });
  const video = make("video");
  Object.assign(video, { srcObject: stream, muted: true, playsInline: true });
  video.setAttribute("aria-label", words.preview);
  /** @type {Promise<Blob | null> | null} */
  let taken = null;
  const take = button("", words.take, () => {
    taken = frameOf(video);
    dialog.close();
  });
  take.disabled = true;
  take.dataset.testid = "camera-take";
  const cancel = button("quiet", texts.picture.crop.cancel, () => dialog.close());
  const heading = make("h2", "", words.title);
  heading.id = "camera-title";
  const dialog = make("dialog", "photo-dialog", heading, make("p", "note", words.private), video);
  dialog.append(make("div", "photo-buttons", take, cancel));
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.dataset.testid = "camera-dialog";
  video.addEventListener("playing", () => {
    take.disabled = false;
    take.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  video.play().catch(() => dialog.close()); // closed before it began
  await new Promise((resolve) => dialog.addEventListener("close", resolve));
  const picture = await taken;
  for (const track of stream.getTracks()) {
    track.stop();
  }
  dialog.remove();
  return picture;
}

/**
 * What a video shows now.
 * @param {HTMLVideoElement} video
 * @returns {Promise<Blob | null>}
 */
function frameOf(video) {
  const canvas = make("canvas");
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  canvas.getContext("2d")?.drawImage(video, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve));
}
