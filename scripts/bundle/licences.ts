import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** The licences of all packages that files are of, which have to be shipped with them. */
export async function licences(inputs: readonly string[], root: string): Promise<string> {
  const packages = new Set<string>();
  for (const input of inputs) {
    const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (found?.[1] !== undefined) packages.add(found[1]);
  }
  const notices = await Promise.all(
    [...packages].sort().map(async (folder) => {
      const manifest = JSON.parse(await readFile(path.join(root, folder, 'package.json'), 'utf8'));
      const files = await readdir(path.join(root, folder));
      const licence = files.find((name) => /^licen[cs]e/i.test(name));
      const text = licence ? await readFile(path.join(root, folder, licence), 'utf8') : '';
      return `${manifest.name} ${manifest.version} (${manifest.license})\n\n${text.trim()}\n`;
    }),
  );
  return notices.join(`\n${'-'.repeat(80)}\n\n`);
}
