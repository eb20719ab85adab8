/** Props of `UsersApi` by which an operator moves users in from another system, and out again. */
export interface UsersTransferProps {
  /**
   * Whether there is a function `import-users`, by which an operator stores users of another system with the
   * hashes of their passwords: `cdk-users-api import-users FILE`. IAM decides who may invoke it; it can make
   * superusers. Turn it on for the time of the move, and off again. `docs/import.md` has the format.
   *
   * @default false
   */
  readonly importUsers?: boolean;

  /**
   * Whether there is a function `export-users`, by which an operator gets all users, with the hashes of their
   * passwords, in the format that an import takes: `cdk-users-api export-users FILE`. IAM decides who may
   * invoke it, and it may read every hash: turn it on for the time of the move, and off again.
   *
   * @default false
   */
  readonly exportUsers?: boolean;
}
