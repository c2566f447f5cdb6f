// Removes the parts of Pyodide's script that nothing uses: OpenGL, SDL, web sockets …
//
// The script is one large function. A statement that only defines or exports a name (a function or a plain value) is
// kept if a kept statement contains that name. All other statements are kept, and so are the imports of WebAssembly.

import ts from "typescript";

export const DECLARATION = /var \w+=(?:Module\["\w+"\]=)?wasmExports\["(\w+)"\];/g; // one for every export
const IMPORTS = "wasmImports"; // the variable that holds what WebAssembly may import, by name
const NAME = /[A-Za-z_$][\w$]*/g;
const STUB = "notInThisBuild"; // for functions whose address is imported, but which are never called

/**
 * @typedef {object} Usage
 * @property {(name: string) => boolean} called whether WebAssembly imports a function of that name to call it
 * @property {(name: string) => boolean} pointedAt whether it imports its address
 * @property {string} users the text of other scripts that use names of this one
 */

/**
 * @param {string} script pyodide.asm.js
 * @param {Usage} usage
 * @returns {string}
 */
export function withoutUnused(script, usage) {
  const source = ts.createSourceFile("pyodide.asm.js", script, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  const statements = largestBlock(source).statements.map((node) => ({ node, text: node.getText() }));
  const imports = statements.find(({ node }) => definedNames(node).includes(IMPORTS));
  if (!imports) {
    throw new Error(`pyodide.asm.js has no statement that defines ${IMPORTS} in its largest function`);
  }
  imports.text = importsOf(imports.node, usage);
  const kept = reachable(statements, [imports, { node: source.endOfFileToken, text: usage.users }]);
  const start = statements[0].node.getStart();
  const end = statements.at(-1).node.getEnd();
  const body = statements.filter((statement) => kept.has(statement)).map(({ text }) => text);
  return script.slice(0, start) + body.join("\n") + script.slice(end);
}

/**
 * @param {ts.Node} root
 * @returns {ts.Block} the block with the most statements
 */
function largestBlock(root) {
  let largest = null;
  const visit = (node) => {
    if (ts.isBlock(node) && node.statements.length > (largest?.statements.length ?? 0)) {
      largest = node;
    }
    ts.forEachChild(node, visit);
  };
  visit(root);
  return largest;
}

/**
 * The names that a statement defines, if it does nothing else.
 * @param {ts.Statement} node
 * @returns {string[]}
 */
function definedNames(node) {
  if (ts.isFunctionDeclaration(node)) {
    return [node.name.text];
  }
  if (ts.isVariableStatement(node)) {
    const { declarations } = node.declarationList;
    return declarations.every(isPlain) ? declarations.map(({ name }) => name.text) : [];
  }
  const name = describedName(node);
  return name ? [name] : [];
}

/** @param {ts.VariableDeclaration} declaration */
function isPlain({ name, initializer }) {
  return ts.isIdentifier(name) && (initializer === undefined || hasNoEffect(initializer));
}

/**
 * Whether an expression has no side effects.
 * @param {ts.Node} node
 */
function hasNoEffect(node) {
  if (ts.isFunctionLike(node)) {
    return true;
  }
  const acts = ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isAwaitExpression(node);
  return !acts && !isAssignment(node) && !ts.forEachChild(node, (child) => !hasNoEffect(child));
}

/** @param {ts.Node} node */
function isAssignment(node) {
  return ts.isBinaryExpression(node) && ts.isAssignmentOperator(node.operatorToken.kind);
}

/**
 * The name in a statement of the form `name.sig = "vi"` or `Module["name"] = name`.
 * @param {ts.Statement} node
 */
function describedName(node) {
  const [, signed, exported] = /^(?:(\w+)\.sig="\w*"|Module\["(\w+)"\]=\2);?$/.exec(node.getText()) ?? [];
  return signed ?? exported;
}

/**
 * The statement that defines the imports, with only those that are used.
 * @param {ts.VariableStatement} node
 * @param {Usage} usage
 */
function importsOf(node, { called, pointedAt }) {
  const { properties } = node.declarationList.declarations[0].initializer;
  const entries = properties.flatMap((property) => {
    const { text } = property.name;
    return called(text) ? [property.getText()] : pointedAt(text) ? [`${text}:${STUB}`] : [];
  });
  const stub = `var ${STUB}=()=>{throw new Error("this function of Pyodide is not in this build")};`;
  return `${stub}${STUB}.sig="v";var ${IMPORTS}={${entries.join(",")}};`;
}

/**
 * The statements with side effects, and those that define names which these or the roots contain, directly or
 * indirectly.
 * @param {{ node: ts.Statement, text: string }[]} statements
 * @param {{ node: ts.Node, text: string }[]} roots
 */
function reachable(statements, roots) {
  /** @type {Map<string, object[]>} */
  const definitions = new Map();
  const found = new Set(roots);
  for (const statement of statements) {
    const names = definedNames(statement.node);
    for (const name of names) {
      definitions.set(name, [...(definitions.get(name) ?? []), statement]);
    }
    if (names.length === 0) {
      found.add(statement);
    }
  }
  for (const { text } of found) {
    for (const name of text.match(NAME) ?? []) {
      for (const definition of definitions.get(name) ?? []) {
        found.add(definition); // the loop also visits what is added to the set
      }
    }
  }
  return found;
}
