/** Operations of an AWS service by their `X-Amz-Target`. */
export type Operations = Readonly<
  Record<string, (input: Readonly<Record<string, unknown>>) => unknown>
>;

/** An error that the SDK in the function raises under this name. */
export class AwsError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
