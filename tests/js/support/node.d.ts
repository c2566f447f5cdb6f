/** The part of the Node API that these tests use, so that they are type-checked without its type package. */

declare module "node:test" {
  interface Mock {
    method(object: object, name: string, body: (...args: any[]) => unknown): void;
    timers: { enable(options: { apis: ("setTimeout" | "setInterval" | "Date")[] }): void; tick(milliseconds: number): void };
  }

  /** Mocks are restored at the end of the test. */
  interface TestContext {
    mock: Mock;
  }

  export function test(claim: string, body: (context: TestContext) => void | Promise<void>): Promise<void>;
}

declare module "node:assert/strict" {
  type Expected = RegExp | (new (...args: any[]) => Error) | object | ((error: any) => boolean);

  interface Assert {
    equal(actual: unknown, expected: unknown, message?: string): void;
    notEqual(actual: unknown, expected: unknown, message?: string): void;
    deepEqual(actual: unknown, expected: unknown, message?: string): void;
    match(actual: string, expected: RegExp, message?: string): void;
    ok(value: unknown, message?: string): asserts value;
    throws(body: () => unknown, expected: Expected, message?: string): void;
    rejects(promise: Promise<unknown>, expected: Expected, message?: string): Promise<void>;
  }

  const assert: Assert;
  export default assert;
}

declare module "node:timers" {
  export function setImmediate(callback: () => void): unknown;
}

declare module "node:fs" {
  export function readFileSync(path: URL, encoding: "utf8"): string;
}
