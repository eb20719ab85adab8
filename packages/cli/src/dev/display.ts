import type { LocalStack, Reporter } from 'cdk-users-api-local';

/** Who is told what a stack does, from its start to its end. */
export interface Display extends Reporter {
  /**
   * Every route answers.
   *
   * @param data where its tables and secrets are
   * @param milliseconds that the start took
   * @param example a command to try
   */
  started(stack: LocalStack, data: string, milliseconds: number, example?: string): void;
  /** Sources of the project have been saved, and the stack is made again. */
  changed(files: readonly string[]): void;
  /**
   * @param milliseconds since the sources were saved
   * @param functions logical ids of those that run new code, if the rest stayed as it was
   */
  reloaded(milliseconds: number, functions?: readonly string[]): void;
  /** The stack goes on as it was. */
  notReloaded(message: string, details: string | undefined): void;
  /** Nothing is being done any more. */
  idle(): void;
  stopped(): void;
}
