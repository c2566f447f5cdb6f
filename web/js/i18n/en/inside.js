/** The panels in the tabs: timeline, attribution, the comparison of models. */

/** @typedef {{ title: string, label: string, share: string }} Said what a model reads, and how sure it is */
/** @typedef {{ name: string, stage: string, rows: number, columns: number, height: number, width: number }} MapFacts */
/** @typedef {{ sum: string, rest: string, logit: string, name: string, share: string }} Sum */

export const time = {
  label: "Time in the drawing",
  play: "Replay the drawing",
  pause: "Pause",
  at: (/** @type {string} */ now, /** @type {string} */ end) => `${now} of ${end} s`,
  seconds: (/** @type {string} */ time) => `${time} s`,
  back: "This is an earlier moment. New strokes are added at the end; nothing is lost.",
  readout: (/** @type {string} */ now, /** @type {{ name: string, share: string }[]} */ best) =>
    `At ${now} s: ${best.map(({ name, share }) => `${name} (${share})`).join(", ")}.`,
  nothing: "Draw a digit to see what the network read at each moment of the drawing.",
  reading: "Reading the earlier moments …",
  notFinite: "The network’s output is not finite (infinite or NaN), so there are no probabilities to plot.",
  failed: (/** @type {string} */ reason) => `The timeline could not be computed: ${reason}`,
  story: (/** @type {{ name: string, seconds: string }[]} */ parts) => {
    const [first, ...others] = parts;
    const later = others.map(({ name, seconds }) => `as ${name} from ${seconds} s on`);
    return later.length > 0
      ? `Read as ${first.name} at first, ${later.join(", ")}.`
      : `Read as ${first.name} throughout.`;
  },
};

export const evidence = {
  of: "Evidence for",
  ranks: ["most probable", "runner-up"],
  waiting: "The evidence appears here as soon as Python has read the drawing.",
  nothing: "Draw a digit to see which parts of it support a class and which oppose it.",
  notFinite: "The network’s output is not finite (infinite or NaN), so there is no evidence for any class.",
  failed: (/** @type {string} */ reason) => `The evidence could not be computed: ${reason}`,
  pending: "Covering patch after patch …",
  cam: "Class activation map",
  camHow: (/** @type {MapFacts} */ { name, stage, rows, columns, height, width }) =>
    `At each of ${rows} × ${columns} places: the values of all maps of “${stage}” × their weights for ${name}, summed and divided by ${rows * columns}. The sum is exact, the place is not: every value was computed from ${height} × ${width} pixels.`,
  gradient: "Gradient × activation",
  gradientHow: (/** @type {MapFacts} */ { name, stage, rows, columns, height, width }) =>
    `At each of ${rows} × ${columns} places: the values of all maps of “${stage}” × the slope of the logit of ${name}, summed. Neither sum nor place is exact: the layers behind are not linear, and every value was computed from ${height} × ${width} pixels.`,
  covered: "Occlusion",
  coveredHow: (/** @type {{ name: string, height: number, width: number, step: number }} */ facts) =>
    `A patch of ${facts.height} × ${facts.width} pixels is made blank, everywhere in steps of ${facts.step}. Each pixel shows how far the logit of ${facts.name} falls then, averaged over the patches that cover it.`,
  fallsToo: (/** @type {string} */ name) =>
    `Orange means that the logit of ${name} falls too, not that the place favours ${name} over other classes.`,
  mapLabel: (/** @type {string} */ name) => `Evidence for ${name}, shown on the image`,
  coveredLabel: (/** @type {string} */ name) =>
    `Occlusion: how far the logit of ${name} falls when a patch of paper covers the image`,
  exactly: (/** @type {string} */ stage) =>
    `Orange supports the class; what is blue and hatched opposes it. Exact: the logit is a weighted sum of the averages of “${stage}”, so the map and the bias add up to it.`,
  roughly: (/** @type {string} */ stage) =>
    `Orange supports the class; what is blue and hatched opposes it. An estimate: gradient × activation of “${stage}”. The remainder is given below each map.`,
  adds: (/** @type {Sum} */ { sum, rest, logit, name, share }) =>
    `Map ${sum} and bias ${rest} add up to ${logit}, the logit of ${name}: probability ${share}.`,
  leaves: (/** @type {Sum} */ { sum, rest, logit, name, share }) =>
    `Map ${sum} and remainder ${rest} add up to ${logit}, the logit of ${name}: probability ${share}.`,
  patch: {
    title: "What if these pixels were blank?",
    label:
      "The image with a patch of paper on it. Drag the patch, or move it with the arrow keys; with Shift, by its own size.",
    size: "Patch",
    pixels: (/** @type {number} */ side) => `${side} × ${side} pixels`,
    now: "covered",
    before: "whole",
    nothing: "There is no ink under the patch, so nothing changes. Drag it over a stroke.",
    same: (
      /** @type {number} */ side,
      /** @type {string} */ name,
      /** @type {string} */ before,
      /** @type {string} */ now,
    ) => `With these ${side} × ${side} pixels blank, it still reads ${name}: ${now} sure, ${before} before.`,
    other: (
      /** @type {number} */ side,
      /** @type {string} */ name,
      /** @type {string} */ now,
      /** @type {string} */ was,
      /** @type {string} */ before,
    ) => `With these ${side} × ${side} pixels blank, it reads ${name} (${now} sure) instead of ${was} (${before}).`,
  },
  contributions: {
    title: (/** @type {string} */ name, /** @type {string} */ other) => `Why ${name} and not ${other}?`,
    sameTitle: "Why one and not the other?",
    same: "Choose two different classes above to see what separates them.",
    none: "The last layer of this network is not linear, so the difference of two classes is not a sum of contributions.",
    ofAverages: (/** @type {string} */ name, /** @type {string} */ other) =>
      `Each bar is the average of a map × (its weight for ${name} − its weight for ${other}). Orange speaks for ${name}, blue for ${other}.`,
    ofNumbers: (/** @type {string} */ stage, /** @type {string} */ name, /** @type {string} */ other) =>
      `Each bar is a number of “${stage}” × (its weight for ${name} − its weight for ${other}). Orange speaks for ${name}, blue for ${other}.`,
    others: (/** @type {number} */ count) => (count === 1 ? "1 more" : `${count} more`),
    sum: (/** @type {string} */ total, /** @type {string} */ name, /** @type {string} */ other) =>
      `All bars add up to ${total}, exactly the logit of ${name} minus the logit of ${other}.`,
  },
};

export const tryWithout = {
  open: "Try without",
  title: "Leave a part of this stage out and see what it was good for",
  mute: "Mute",
  muteMap: "Mute this map",
  muteNumber: "Mute this number",
};

export const caution = {
  mayBeNone: "This may be no digit.",
  mustChoose: (/** @type {number} */ classes) => `Softmax must choose one of ${classes} classes, whatever is drawn.`,
};

export const compare = {
  original: "This network before the changes",
  before: (/** @type {string} */ title) => `${title} before the changes`,
  label: "Second model",
  none: "Choose one …",
  className: "Class",
  diagram: "The second network, from image to prediction",
  hint: "Choose a second model. It reads the same ink, and you can compare the two stage by stage.",
  loading: (/** @type {string} */ name) => `Loading ${name} …`,
  nothing: "Draw a digit for both models to read.",
  refused: (/** @type {string} */ name, /** @type {string} */ reason) => `${name} cannot be compared. ${reason}`,
  notFinite: (/** @type {string} */ title) =>
    `The output of ${title} is not finite (infinite or NaN), so it makes no prediction.`,
  agree: (/** @type {Said} */ one, /** @type {Said} */ other) =>
    `Both read ${one.label}: ${one.title} is ${one.share} sure, ${other.title} ${other.share}.`,
  differ: (/** @type {Said} */ one, /** @type {Said} */ other) =>
    `They disagree: ${one.title} reads ${one.label} (${one.share} sure), ${other.title} reads ${other.label} (${other.share} sure).`,
};
