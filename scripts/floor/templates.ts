/** What a cloud assembly says, in a form that two releases of aws-cdk-lib can be compared in. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

interface Template {
  readonly Resources?: Readonly<Record<string, { readonly Type: string }>>;
}

/** The resources of all stacks, sorted: `Stack: LogicalId (Type)`. */
export async function resourcesOf(assembly: string): Promise<string[]> {
  const files = await readdir(assembly, { recursive: true });
  const lines = files
    .filter((file) => file.endsWith('.template.json'))
    .map(async (file) => {
      const { Resources = {} }: Template = JSON.parse(
        await readFile(path.join(assembly, file), 'utf8'),
      );
      const stack = path.basename(file, '.template.json');
      return Object.entries(Resources).map(([id, { Type }]) => `${stack}: ${id} (${Type})`);
    });
  return (await Promise.all(lines)).flat().sort();
}

/** What only one of both has, such as `- Stack: Id (Type)` for what the second lacks. */
export function differences(before: readonly string[], after: readonly string[]): string[] {
  const [earlier, later] = [new Set(before), new Set(after)];
  return [
    ...before.filter((line) => !later.has(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !earlier.has(line)).map((line) => `+ ${line}`),
  ];
}
