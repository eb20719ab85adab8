/**
 * What changes with every write of an engine that keeps its tables in SQLite, and costs a hundredth of a read of a stream.
 *
 * @see https://sqlite.org/pragma.html#pragma_data_version
 */
export interface DatabaseVersion {
  /** Undefined if it can't be told. */
  read(): number | undefined;
  close(): void;
}

/** @returns undefined for an engine that keeps them in another way, and where Node.js has no SQLite */
export async function versionOf(database: string): Promise<DatabaseVersion | undefined> {
  try {
    const { DatabaseSync } = await import('node:sqlite');
    const tables = new DatabaseSync(database, { readOnly: true });
    const version = tables.prepare('PRAGMA data_version');
    const read = () => {
      try {
        return Number(version.get()?.data_version);
      } catch {
        return undefined;
      }
    };
    if (read() !== undefined) return { read, close: () => tables.close() };
    tables.close();
  } catch {
    // Its streams are read again and again.
  }
  return undefined;
}
