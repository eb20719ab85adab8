/**
 * Which functions there are: one for each action, or one for several.
 *
 * @example
 * new UsersApi(this, 'Users', { functionLayout: FunctionLayout.grouped() });
 */
export class FunctionLayout {
  /** A function for each action, with the rights of that action: least privilege. */
  public static perAction(): FunctionLayout {
    return new FunctionLayout('per-action');
  }

  /**
   * A function for the actions of each kind of caller: `public`, `signed-in`, `administration`, and `providers` for OAuth clients.
   * At little traffic far fewer requests meet a cold start, and the stack has less than half of the resources. A function has the
   * rights of all of its actions: `docs/security.md` says what each could do if it were taken over.
   *
   * Functions that no route leads to stay by themselves: the relay, authorizers, rotations, and those of operators.
   */
  public static grouped(): FunctionLayout {
    return new FunctionLayout('grouped');
  }

  /** @internal */
  public readonly _kind: 'per-action' | 'grouped';

  private constructor(kind: 'per-action' | 'grouped') {
    this._kind = kind;
  }
}
