/** A mistake that one line explains, with what to do about it. */
export class Failure extends Error {
  override readonly name: string = 'Failure';
  /** What another program said about it, if anything: shown above the message. */
  readonly details: string | undefined;

  constructor(message: string, details?: string) {
    super(message);
    this.details = details;
  }
}

/** A command line that can't mean anything. */
export class Misuse extends Failure {
  override readonly name = 'Misuse';
}
