import assert from "node:assert/strict";
import { test } from "node:test";
import { formulaOfFunction, isFunction, nameOfFunction } from "../../web/js/protocol/functions.js";

test("a formula names its attributes by letters, or has their values", () => {
  assert.equal(formulaOfFunction("elu"), "max(x, 0) + α · (e^min(x, 0) − 1)");
  assert.equal(formulaOfFunction("elu", { alpha: "0.50" }), "max(x, 0) + 0.50 · (e^min(x, 0) − 1)");
  assert.equal(formulaOfFunction("clamp", { minimum: "−∞", maximum: "6" }), "min(max(x, −∞), 6)");
  assert.equal(formulaOfFunction("local_response_norm"), "x ÷ (k + α · m)^β");
  assert.match(formulaOfFunction("gelu", { approximate: "none" }), /erf/);
  assert.match(formulaOfFunction("gelu", { approximate: "tanh" }), /tanh/);
});

test("operators that are no functions of one number keep the name of the model file", () => {
  assert.equal(nameOfFunction("silu"), "SiLU");
  assert.equal(isFunction("conv2d") || isFunction("constructor"), false);
  assert.equal(nameOfFunction("conv2d"), "conv2d");
});
