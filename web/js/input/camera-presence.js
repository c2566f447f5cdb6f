/** Finds out whether a camera is connected. */

/** @param {() => void} act called once a camera is connected, now or later; nothing asks for a permission here */
export async function whenThereIsACamera(act) {
  const devices = navigator.mediaDevices; // undefined over plain HTTP
  const look = async () => {
    const found = (await devices.enumerateDevices()).some(({ kind }) => kind === "videoinput");
    if (found) {
      devices.removeEventListener("devicechange", look);
      act();
    }
  };
  devices?.addEventListener("devicechange", look);
  await look().catch(() => {}); // a frame may not ask
}
