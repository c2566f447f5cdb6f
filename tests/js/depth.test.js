import assert from "node:assert/strict";
import { test } from "node:test";
import { boundsOf, fill, frame } from "../../web/js/panels/depth/camera.js";
import { placesAbove, placesBeside } from "../../web/js/panels/depth/label-places.js";
import { between, draggedBy, initialPose, MOST_TILT, STEPS, turn } from "../../web/js/panels/depth/pose.js";
import { product, project, rotation, translation, unproject } from "../../web/js/panels/depth/projection.js";
import { arrangePanes, cornersOf, pointOf } from "../../web/js/panels/depth/scene.js";
import { arcOf, hullOf, threads } from "../../web/js/panels/depth/wiring.js";
import { forSeeds } from "./support/random.js";

/** @import { Pose } from "../../web/js/panels/depth/pose.js" */
/** @import { Random } from "./support/random.js" */
/** @import { Box } from "../../web/js/panels/depth/camera.js" */

const stage = (/** @type {string} */ name, /** @type {number[]} */ ...shape) =>
  /** @type {any} */ ({ name, shape, canvas: { gap: shape.length === 1 ? 0 : 2 } });

/** The stages of gap10, and a network with parallel branches. */
const GAP10 = [
  [stage("image", 1, 28, 28)],
  [stage("conv1", 10, 28, 28)],
  [stage("conv2", 10, 28, 28)],
  [stage("pool", 10, 14, 14)],
  [stage("gap", 10)],
  [stage("probabilities", 10)],
];
const BRANCHES = [
  [stage("image", 1, 28, 28)],
  [stage("a", 8, 14, 14), stage("b", 4, 14, 14)],
  [stage("sum", 8, 14, 14)],
];

const near = (/** @type {number} */ a, /** @type {number} */ b, tolerance = 1e-6) =>
  assert.ok(Math.abs(a - b) <= tolerance, `${a} is not ${b}`);

/** @returns {Pose} any pose that hands can reach */
const anyPose = (/** @type {Random} */ random) =>
  turn(initialPose(false), {
    yaw: 300 * random.next() - 150,
    pitch: 300 * random.next() - 150,
    zoom: 0.5 + random.next(),
  });

test("angles are those of CSS: yaw 90° turns what is on the right away, pitch 90° turns what is below to the viewer", () => {
  const yaw = rotation({ yaw: 90, pitch: 0 }).slice(0, 3);
  const pitch = rotation({ yaw: 0, pitch: 90 }).slice(4, 7);
  [0, 0, -1].forEach((number, index) => {
    near(yaw[index], number);
  });
  [0, 0, 1].forEach((number, index) => {
    near(pitch[index], number);
  });
});

test("a point of a pane is found again from where it is seen, in every pose", () => {
  forSeeds(50, (random) => {
    const panes = arrangePanes(GAP10, false, 1);
    const box = { x: 20, y: 40, width: 700, height: 400 };
    const { matrix } = frame(panes.flatMap(cornersOf), anyPose(random), box);
    for (const pane of panes) {
      const [x, y] = [random.next(), random.next()];
      const seen = project(matrix, pointOf(pane, x, y));
      const onPane = product(matrix, translation(pane.centre));
      const found = unproject(onPane, seen);
      near(found?.x ?? Number.NaN, (x - 0.5) * pane.width, 1e-4);
      near(found?.y ?? Number.NaN, (y - 0.5) * pane.height, 1e-4);
    }
  });
});

test("a plane that is seen from its edge has no point under the pointer", () => {
  assert.equal(unproject(rotation({ yaw: 90, pitch: 0 }), { x: 3, y: 4 }), null);
});

test("no pane is ever seen from behind or mirrored: its corners keep their order on the screen", () => {
  forSeeds(100, (random) => {
    for (const isPortrait of [false, true]) {
      const panes = fill(GAP10, { x: 0, y: 0, width: 700, height: 500 }, isPortrait);
      const { matrix } = frame(panes.flatMap(cornersOf), anyPose(random), { x: 0, y: 0, width: 700, height: 500 });
      for (const pane of panes) {
        const corners = cornersOf(pane).map((corner) => project(matrix, corner));
        const area = corners.reduce((sum, { x, y }, number) => {
          const next = corners[(number + 1) % 4];
          return sum + x * next.y - next.x * y;
        }, 0);
        assert.ok(area > 0, `${pane.stage.name}: ${area}`);
      }
    }
  });
});

test("at every angle all of the network fits the view, and touches two of its edges", () => {
  forSeeds(50, (random) => {
    const box = { x: 30, y: 50, width: 300 + 900 * random.next(), height: 300 + 500 * random.next() };
    const panes = arrangePanes(BRANCHES, random.next() < 0.5, 1);
    const pose = { ...anyPose(random), zoom: 1 };
    const { matrix } = frame(panes.flatMap(cornersOf), pose, box);
    const seen = boundsOf(panes.flatMap(cornersOf).map((corner) => project(matrix, corner)));
    assert.ok(seen.x >= box.x - 1e-6 && seen.x + seen.width <= box.x + box.width + 1e-6);
    assert.ok(seen.y >= box.y - 1e-6 && seen.y + seen.height <= box.y + box.height + 1e-6);
    near(Math.min(box.width - seen.width, box.height - seen.height), 0);
  });
});

test("a zoom leaves the pane that it leads to where it is, and the centre of the view without one", () => {
  forSeeds(20, (random) => {
    const panes = arrangePanes(GAP10, false, 1);
    const points = panes.flatMap(cornersOf);
    const box = { x: 10, y: 20, width: 700, height: 400 };
    const pose = { ...anyPose(random), zoom: 1 };
    const focus = random.pick(panes).centre;
    const [far, near] = [1, 2.5].map((zoom) => project(frame(points, { ...pose, zoom }, box, focus).matrix, focus));
    assert.ok(Math.hypot(far.x - near.x, far.y - near.y) < 1e-6);
    const whole = project(frame(points, pose, box).matrix, focus);
    assert.ok(Math.hypot(far.x - whole.x, far.y - whole.y) < 1e-6);
    const bounds = boundsOf(points.map((point) => project(frame(points, { ...pose, zoom: 2 }, box).matrix, point)));
    assert.ok(
      Math.abs(bounds.x + bounds.width / 2 - 360) < 1e-6 && Math.abs(bounds.y + bounds.height / 2 - 220) < 1e-6,
    );
  });
});

test("in the first pose gap10 fills a wide view and a high one in both directions", () => {
  for (const [width, height] of [
    [760, 430],
    [1100, 600],
    [260, 420],
  ]) {
    const isPortrait = height > width;
    const box = { x: 0, y: 0, width, height };
    const panes = fill(GAP10, box, isPortrait);
    const { matrix } = frame(panes.flatMap(cornersOf), initialPose(isPortrait), box);
    const seen = boundsOf(panes.flatMap(cornersOf).map((corner) => project(matrix, corner)));
    assert.ok(seen.width > 0.97 * width && seen.height > 0.97 * height, `${seen.width} × ${seen.height}`);
  }
});

test("panes stand in the order of computation; those of equal depth beside each other", () => {
  const panes = arrangePanes(BRANCHES, false, 1);
  assert.deepEqual(
    panes.map(({ stage: { name }, depth }) => [name, depth]),
    [
      ["image", 0],
      ["a", 1],
      ["b", 1],
      ["sum", 2],
    ],
  );
  const [image, a, b, sum] = panes;
  assert.ok(image.centre.z > a.centre.z && a.centre.z === b.centre.z && b.centre.z > sum.centre.z);
  assert.ok(pointOf(a, 0, 1).y < pointOf(b, 0, 0).y);
});

test("ten maps stand in two columns in a wide view and lie in five in a high one, without an empty place", () => {
  const columns = (/** @type {boolean} */ isPortrait) => arrangePanes(GAP10, isPortrait, 1)[1].layout.columns;
  assert.deepEqual([columns(false), columns(true)], [2, 5]);
});

test("the tilt ends before a map is seen from its edge", () => {
  const far = turn(initialPose(false), { yaw: -1000, pitch: 0 });
  const tilt = (/** @type {Pose} */ { yaw, pitch }) =>
    (Math.acos(Math.cos((yaw * Math.PI) / 180) * Math.cos((pitch * Math.PI) / 180)) * 180) / Math.PI;
  near(tilt(far), MOST_TILT);
  forSeeds(50, (random) => {
    assert.ok(tilt(anyPose(random)) <= MOST_TILT + 1e-9);
  });
});

test("dragging to the right and the right arrow key turn alike; a drag there and back restores the pose", () => {
  const start = initialPose(false);
  assert.ok(turn(start, draggedBy(20, 0)).yaw > start.yaw && turn(start, STEPS.ArrowRight).yaw > start.yaw);
  assert.ok(turn(start, draggedBy(0, -20)).pitch > start.pitch && turn(start, STEPS.ArrowUp).pitch > start.pitch);
  const back = turn(turn(start, draggedBy(40, 30)), draggedBy(-40, -30));
  near(back.yaw, start.yaw);
  near(back.pitch, start.pitch);
  assert.deepEqual(between(start, turn(start, STEPS["+"]), 0), start);
});

test("titles above the panes meet neither each other nor a pane nor an obstacle", () => {
  forSeeds(100, (random) => {
    const panes = Array.from({ length: 12 }, (_, index) => {
      return { x: 60 * index, y: 100 + 100 * random.next(), width: 20 + 90 * random.next(), height: 150 };
    });
    const obstacles = [{ x: 100, y: 80, width: 250, height: 60 }];
    const titles = panes.map(() => ({ width: 40 + 70 * random.next(), height: 16 }));
    const places = placesAbove(panes, titles, obstacles, 800);
    const taken = [...panes, ...obstacles];
    for (const [number, place] of places.entries()) {
      assert.ok([...taken, ...places.slice(0, number)].every((other) => !overlap(place, other)));
      assert.ok(place.x >= 0 && place.x + place.width <= 800);
    }
  });
});

test("titles beside the panes stand below each other, left of the panes", () => {
  const panes = [0, 40, 50].map((y) => ({ x: 120 + y, y, width: 150, height: 35 }));
  const titles = panes.map(() => ({ width: 80, height: 16 }));
  const places = placesBeside(panes, titles, [], 300);
  for (const [number, place] of places.entries()) {
    assert.ok([...panes, ...places.slice(0, number)].every((other) => !overlap(place, other)));
  }
});

/**
 * @param {Box} a
 * @param {Box} b
 */
function overlap(a, b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

test("the threads of a concatenation's second input end at the maps that it becomes", () => {
  const columns = [[stage("a", 2, 4, 4), stage("b", 2, 4, 4)], [stage("both", 4, 4, 4)]];
  const [, b, both] = arrangePanes(columns, false, 1);
  const link = { source: "b", mixes: false, join: "concat" };
  const wire = /** @type {any} */ ({ from: b, to: both, link, part: { from: 0.5, to: 1 } });
  const identity = translation({ x: 0, y: 0, z: 0 });
  const ends = threads(wire, identity)
    .split("M")
    .slice(1)
    .map((line) => line.split("L")[1].split(" ").map(Number));
  const { layout } = both;
  assert.equal(ends.length, 2);
  ends.forEach(([x, y], number) => {
    const map = 2 + number;
    const column = ((map % layout.columns) * 6 + 2) / layout.width;
    const row = (Math.floor(map / layout.columns) * 6 + 2) / layout.height;
    const wanted = pointOf(both, column, row);
    near(x, wanted.x, 0.06);
    near(y, wanted.y, 0.06);
  });
});

test("an arc passes above all panes that it skips, the outer one above the inner one", () => {
  const panes = arrangePanes(GAP10, false, 1);
  const arc = (/** @type {number} */ track) =>
    arcOf(/** @type {any} */ ({ from: panes[0], to: panes[3], horizontal: { track } }), panes, false);
  const top = Math.min(...panes.slice(0, 4).map((pane) => pointOf(pane, 0, 0).y));
  assert.ok(arc(1)[1].y < top && arc(2)[1].y < arc(1)[1].y);
  assert.deepEqual([arc(1)[0].z, arc(1)[3].z], [panes[0].centre.z, panes[3].centre.z]);
});

test("the hull of a square with points inside is the square, clockwise on the screen", () => {
  const square = [
    { x: 0, y: 0 },
    { x: 4, y: 0 },
    { x: 4, y: 4 },
    { x: 0, y: 4 },
  ];
  assert.deepEqual(hullOf([{ x: 1, y: 2 }, square[2], square[0], { x: 3, y: 1 }, square[3], square[1]]), square);
});
