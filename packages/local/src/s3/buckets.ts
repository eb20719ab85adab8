import path from 'node:path';
import type { StackScope } from '../cloudformation/stack-scope.ts';
import { resourcesOf, type Template } from '../cloudformation/template.ts';
import { ObjectStore } from './object-store.ts';

/** The buckets of a stack, by their names. */
export class Buckets {
  readonly #buckets: ReadonlyMap<string, ObjectStore>;

  /** @param folder where each has a folder of its name. */
  constructor(names: readonly string[], folder: string) {
    this.#buckets = new Map(
      names.map((name) => [name, new ObjectStore(path.join(folder, name))] as const),
    );
  }

  find(name: string): ObjectStore | undefined {
    return this.#buckets.get(name);
  }

  /** Deletes the objects of all. */
  clear(): void {
    for (const bucket of this.#buckets.values()) bucket.clear();
  }
}

export function bucketNames(template: Template, scope: StackScope): string[] {
  return resourcesOf(template, 'AWS::S3::Bucket').map(({ logicalId }) =>
    String(scope.ref(logicalId)),
  );
}
