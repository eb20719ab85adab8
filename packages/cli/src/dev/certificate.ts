/**
 * A certificate for `https://localhost`, which this machine makes for itself: a browser asks once whether to trust it.
 * A private authority such as that of mkcert, which browsers know, comes by `--cert` and `--key`.
 */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createSecureContext } from 'node:tls';
import { Failure } from '../failure.ts';
import { bits, context, instant, integer, octets, oid, sequence, set, text, yes } from './der.ts';

/** In PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const DAY = 24 * 60 * 60 * 1000;
/** Days; Apple's systems refuse more than 825. */
const VALID = 365;
/** Days before its end that it is replaced. */
const RENEWED = 14;

/**
 * The certificate in a folder; made, or made again, where there is none that is good for the next days, with a key that
 * only its owner can read.
 *
 * @throws Failure
 */
export function localCertificate(folder: string, now: Date = new Date()): Certificate {
  const file = path.join(folder, 'localhost.pem');
  const keyFile = path.join(folder, 'localhost-key.pem');
  try {
    const pair = { cert: readFileSync(file, 'utf8'), key: readFileSync(keyFile, 'utf8') };
    const { validFromDate, validToDate } = new X509Certificate(pair.cert);
    const lasts = validFromDate <= now && validToDate.getTime() > now.getTime() + RENEWED * DAY;
    if (lasts && isPrivate(keyFile) && isPair(pair)) return pair;
  } catch {
    // There is none, or one that nobody can read.
  }
  const made = makeCertificate(now);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    replace(keyFile, made.key, 0o600);
    replace(file, made.cert, 0o644);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Failure(`cannot write to ${folder} (${code}); choose another folder with --data`);
  }
  return made;
}

/**
 * Reads a certificate and its key.
 *
 * @throws Failure
 */
export function readCertificate(certFile: string, keyFile: string): Certificate {
  const pair = { cert: read('--cert', certFile), key: read('--key', keyFile) };
  let fits: boolean;
  try {
    fits = isPair(pair);
  } catch (error) {
    throw new Failure(
      `--cert and --key have to be PEM files, as mkcert makes them: ${(error as Error).message}`,
    );
  }
  if (!fits) throw new Failure(`${keyFile} is not the key of ${certFile}: name the two of a pair`);
  return pair;
}

/**
 * Whether a server can be started with them.
 *
 * @throws of OpenSSL, where one of them is not PEM, or can't be used.
 */
function isPair({ cert, key }: Certificate): boolean {
  if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) return false;
  createSecureContext({ cert, key });
  return true;
}

/** Whether nobody else can read a file, and it is no link to another. Windows has no such modes. */
function isPrivate(file: string): boolean {
  const stats = lstatSync(file);
  return stats.isFile() && (process.platform === 'win32' || (stats.mode & 0o077) === 0);
}

/** Puts a new file in the place of what is there: its mode is not kept, and a link is not followed. */
function replace(file: string, content: string, mode: number): void {
  const made = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(made, content, { mode, flag: 'wx' });
    renameSync(made, file);
  } finally {
    rmSync(made, { force: true });
  }
}

function read(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Failure(`cannot read ${file} (${code}); ${option} has to name a PEM file`);
  }
}

/** RFC 5280, 4.1; signed by itself, for the names of this machine. */
function makeCertificate(now: Date): Certificate {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));
  const commonName = sequence(oid('2.5.4.3'), text('cdk-users-api dev on this machine'));
  const name = sequence(set(commonName));
  const extension = (id: string, value: Buffer, critical = false) =>
    sequence(oid(id), ...(critical ? [yes()] : []), octets(value));
  const signed = sequence(
    context(0, integer(Buffer.from([2]))),
    integer(randomBytes(16)),
    ecdsaWithSha256,
    name,
    sequence(instant(now), instant(new Date(now.getTime() + VALID * DAY))),
    name,
    publicKey,
    context(
      3,
      sequence(
        extension('2.5.29.19', sequence(), true),
        // digitalSignature
        extension('2.5.29.15', bits(Buffer.from([0x80]), 7), true),
        // serverAuth
        extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))),
        extension(
          '2.5.29.17',
          sequence(...NAMES.map(([tag, value]) => context(tag, value, false))),
        ),
      ),
    ),
  );
  const signature = sign('sha256', signed, privateKey);
  const der = sequence(signed, ecdsaWithSha256, bits(signature));
  return {
    cert: new X509Certificate(der).toString(),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** As `subjectAltName` has them: 2 is a name, 7 an address. */
const NAMES: readonly (readonly [tag: number, value: Buffer])[] = [
  [2, Buffer.from('localhost')],
  [7, Buffer.from([127, 0, 0, 1])],
  [7, Buffer.concat([Buffer.alloc(15), Buffer.from([1])])],
];
