import { X509Certificate } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import {
  removeTemporaryDirectories,
  temporaryDirectory,
} from 'cdk-users-api-local/test/temporary-directory';
import { localCertificate, readCertificate } from '../../src/dev/certificate.ts';

afterAll(removeTemporaryDirectories);

const DAY = 24 * 60 * 60 * 1000;
const NOW = new Date('2026-03-01T12:00:00Z');
const later = (days: number) => new Date(NOW.getTime() + days * DAY);

describe('a certificate of this machine', () => {
  test('is for its names only, signed by its own key, and for a year', () => {
    const { cert, key } = localCertificate(temporaryDirectory(), NOW);
    const read = new X509Certificate(cert);
    expect(read.subjectAltName).toBe(
      'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
    );
    expect({ ca: read.ca, signed: read.verify(read.publicKey), usage: read.keyUsage }).toEqual({
      ca: false,
      signed: true,
      // serverAuth
      usage: ['1.3.6.1.5.5.7.3.1'],
    });
    expect(read.validFromDate).toEqual(NOW);
    expect(read.validToDate).toEqual(later(365));
    expect(key).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  });

  test('stays the same until it ends soon, so that a browser is asked once a year', () => {
    const folder = path.join(temporaryDirectory(), 'tls');
    const first = localCertificate(folder, NOW);
    expect(localCertificate(folder, later(300))).toEqual(first);
    const next = localCertificate(folder, later(360));
    expect(new X509Certificate(next.cert).validToDate).toEqual(later(725));
    expect(localCertificate(folder, later(360))).toEqual(next);
  });

  test('is made again where a file of it is broken, and its key is for its owner only', () => {
    const folder = temporaryDirectory();
    localCertificate(folder, NOW);
    writeFileSync(path.join(folder, 'localhost.pem'), 'no certificate');
    const { cert } = localCertificate(folder, NOW);
    expect(readFileSync(path.join(folder, 'localhost.pem'), 'utf8')).toBe(cert);
    expect(statSync(path.join(folder, 'localhost-key.pem')).mode & 0o077).toBe(0);
  });

  test('is made again where others can read the key, which then is a new file for its owner only', () => {
    const folder = temporaryDirectory();
    const keyFile = path.join(folder, 'localhost-key.pem');
    const first = localCertificate(folder, NOW);
    chmodSync(keyFile, 0o644);
    const { key } = localCertificate(folder, NOW);
    expect(key).not.toBe(first.key);
    expect({ key: readFileSync(keyFile, 'utf8'), mode: statSync(keyFile).mode & 0o777 }).toEqual({
      key,
      mode: 0o600,
    });
    expect(readdirSync(folder).sort()).toEqual(['localhost-key.pem', 'localhost.pem']);
  });

  test('is made again where the key is a link, whose target stays as it is', () => {
    const folder = temporaryDirectory();
    const keyFile = path.join(folder, 'localhost-key.pem');
    const target = path.join(temporaryDirectory(), 'target');
    writeFileSync(target, 'a file of somebody');
    symlinkSync(target, keyFile);
    const { key } = localCertificate(folder, NOW);
    expect(readFileSync(target, 'utf8')).toBe('a file of somebody');
    expect(lstatSync(keyFile).isFile()).toBe(true);
    expect(readFileSync(keyFile, 'utf8')).toBe(key);
  });

  test.each([
    ['of another certificate', () => localCertificate(temporaryDirectory(), NOW).key],
    ['that is none', () => 'no key'],
  ])('is made again for a key %s', (_, other) => {
    const folder = temporaryDirectory();
    const first = localCertificate(folder, NOW);
    writeFileSync(path.join(folder, 'localhost-key.pem'), other());
    const next = localCertificate(folder, NOW);
    expect(next.cert).not.toBe(first.cert);
    expect(localCertificate(folder, NOW)).toEqual(next);
  });

  test('needs a folder that can be written', () => {
    const file = path.join(temporaryDirectory(), 'file');
    writeFileSync(file, '');
    const folder = path.join(file, 'tls');
    expect(() => localCertificate(folder)).toThrow(
      `cannot write to ${folder} (ENOTDIR); choose another folder with --data`,
    );
  });
});

describe('a certificate that is given', () => {
  const folder = temporaryDirectory();
  const file = (name: string, text: string) => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  const own = localCertificate(temporaryDirectory());
  const other = localCertificate(temporaryDirectory());
  const cert = file('cert.pem', own.cert);

  test('is read with its key', () => {
    expect(readCertificate(cert, file('key.pem', own.key))).toEqual(own);
  });

  test('is refused where a server could not start with it, though its key fits', () => {
    const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    const chain = file('chain.pem', own.cert + broken);
    expect(() => readCertificate(chain, file('key.pem', own.key))).toThrow(
      /^--cert and --key have to be PEM files, as mkcert makes them: /,
    );
  });

  test.each([
    ['none.pem', undefined, /^cannot read .*none\.pem \(ENOENT\); --key has to name a PEM file$/],
    ['text.pem', 'no key', /^--cert and --key have to be PEM files, as mkcert makes them: /],
    ['other.pem', other.key, /other\.pem is not the key of .*cert\.pem: name the two of a pair$/],
  ])('is refused with the key %s', (name, content, message) => {
    const key = content === undefined ? path.join(folder, name) : file(name, content);
    expect(() => readCertificate(cert, key)).toThrow(
      expect.objectContaining({ name: 'Failure', message: expect.stringMatching(message) }),
    );
  });
});
