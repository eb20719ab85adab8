// cspell:words addext keyout subj
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A certificate for a host that signed it itself, and its key, in PEM: made by OpenSSL. */
export async function certificateFor(host: string): Promise<{ cert: string; key: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'certificate-'));
  const [cert, key] = [path.join(folder, 'cert'), path.join(folder, 'key')];
  try {
    const made = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1'];
    const names = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
    await run('openssl', ['req', ...made, ...names, '-keyout', key, '-out', cert]);
    return { cert: await readFile(cert, 'utf8'), key: await readFile(key, 'utf8') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
