/** Element-wise functions, activation functions above all: their names and formulas, which are the same in all languages. */

/**
 * {op: [name, formula]}; a name in braces stands for an attribute.
 * @type {Record<string, [string, string]>}
 */
const FUNCTIONS = {
  absolute: ["|x|", "|x|"],
  clamp: ["Clamp", "min(max(x, {minimum}), {maximum})"],
  elu: ["ELU", "max(x, 0) + {alpha} · (e^min(x, 0) − 1)"],
  elementwise_power: ["Power", "x^{exponent}"],
  erf: ["erf", "erf(x)"],
  exp: ["exp", "e^x"],
  gelu: ["GELU", "½ · x · (1 + erf(x ÷ √2))"],
  hardsigmoid: ["Hard sigmoid", "min(max({alpha} · x + {beta}, 0), 1)"],
  hardswish: ["Hard swish", "x · min(max(x + 3, 0), 6) ÷ 6"],
  leaky_relu: ["Leaky ReLU", "max(x, 0) + {negative_slope} · min(x, 0)"],
  local_response_norm: ["Local response norm", "x ÷ ({k} + {alpha} · {mean_square})^{beta}"],
  log: ["log", "log x"],
  mish: ["Mish", "x · tanh(log(1 + e^x))"],
  negative: ["−x", "−x"],
  power: ["Power", "x^{exponent}"],
  prelu: ["PReLU", "max(x, 0) + {slope} · min(x, 0)"],
  relu: ["ReLU", "max(x, 0)"],
  selu: ["SELU", "{gamma} · (max(x, 0) + {alpha} · (e^min(x, 0) − 1))"],
  sigmoid: ["Sigmoid", "1 ÷ (1 + e^−x)"],
  silu: ["SiLU", "x ÷ (1 + e^−x)"],
  softplus: ["Softplus", "log(1 + e^({beta} · x)) ÷ {beta}"],
  sqrt: ["√x", "√x"],
  tanh: ["tanh", "tanh x"],
};
const GELU_WITH_TANH = "½ · x · (1 + tanh(√(2 ÷ π) · (x + 0.044715 · x³)))";

/** How an attribute is called where its value is not known. @type {Record<string, string>} */
const SYMBOLS = {
  alpha: "α",
  beta: "β",
  exponent: "p",
  gamma: "γ",
  k: "k",
  mean_square: "m",
  maximum: "b",
  minimum: "a",
  negative_slope: "α",
  slope: "α",
};

/** Whether an operator computes each number from the one in the same place. @param {string} op */
export const isFunction = (op) => Object.hasOwn(FUNCTIONS, op);

/** The name of a function; of another operator, that of the model file. @param {string} op */
export const nameOfFunction = (op) => (isFunction(op) ? FUNCTIONS[op][0] : op);

/**
 * The formula of a function of x.
 * @param {string} op
 * @param {Record<string, string>} [attributes] as they are printed
 */
export function formulaOfFunction(op, attributes = SYMBOLS) {
  const formula = attributes.approximate === "tanh" ? GELU_WITH_TANH : FUNCTIONS[op][1];
  return formula.replace(/\{(\w+)\}/g, (_, name) => attributes[name]);
}
