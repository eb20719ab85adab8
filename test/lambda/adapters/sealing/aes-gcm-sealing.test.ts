import { beforeEach, describe, expect, test } from '@jest/globals';
import { AesGcmSealing } from '../../../../lambda/adapters/sealing/aes-gcm-sealing.ts';
import { systemRandomness } from '../../../../lambda/adapters/system.ts';
import { SetupError } from '../../../../lambda/users/errors.ts';
import { TestKeys } from '../../../support/domain/keys.ts';

const SECRET = Buffer.from('12345678901234567890', 'ascii');

describe('AesGcmSealing', () => {
  let keys: TestKeys;
  let sealing: AesGcmSealing;

  beforeEach(() => {
    keys = new TestKeys();
    sealing = new AesGcmSealing(keys, systemRandomness);
  });

  test('opens what it sealed for the same user', async () => {
    const sealed = await sealing.seal(SECRET, 'ada');
    const { secret, isOutdated } = await sealing.open(sealed, 'ada');
    expect({ secret: Buffer.from(secret), isOutdated }).toEqual({
      secret: SECRET,
      isOutdated: false,
    });
  });

  test('shows nothing of the secret, and seals it in another way each time', async () => {
    const [one, other] = [await sealing.seal(SECRET, 'ada'), await sealing.seal(SECRET, 'ada')];
    expect(one).not.toBe(other);
    const bytes = Buffer.from(one.split('.')[1] ?? '', 'base64url');
    expect(bytes.includes(SECRET.subarray(0, 4))).toBe(false);
  });

  test('does not open for one user what was sealed for another', async () => {
    const sealed = await sealing.seal(SECRET, 'ada');
    await expect(sealing.open(sealed, 'bob')).rejects.toMatchObject({
      name: 'SetupError',
      message: 'the second factor of user bob was not sealed for this user, or was changed since',
    });
  });

  test('does not open what was changed, wherever that was', async () => {
    const [id = '', text = ''] = (await sealing.seal(SECRET, 'ada')).split('.');
    const bytes = Buffer.from(text, 'base64url');
    for (let index = 0; index < bytes.byteLength; index++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      const sealed = `${id}.${changed.toString('base64url')}`;
      await expect(sealing.open(sealed, 'ada')).rejects.toThrow('was changed since');
    }
  });

  test.each(['', '.', 'secret-1', 'secret-1.', 'secret-1.AAAA'])(
    'refuses what is no seal, as a fault that only an operator can mend: %j',
    async (sealed) => {
      await expect(sealing.open(sealed, 'ada')).rejects.toThrow(SetupError);
    },
  );

  test('opens what an earlier version of the secret sealed, and says so', async () => {
    const sealed = await sealing.seal(SECRET, 'ada');
    keys.rotate();
    const { secret, isOutdated } = await sealing.open(sealed, 'ada');
    expect({ secret: Buffer.from(secret), isOutdated }).toEqual({
      secret: SECRET,
      isOutdated: true,
    });
  });

  test('says which version is missing, and what to do, once it is gone', async () => {
    const sealed = await sealing.seal(SECRET, 'ada');
    keys.rotate();
    keys.rotate();
    await expect(sealing.open(sealed, 'ada')).rejects.toThrow(
      'the second factor of user ada is sealed with version secret-1 of the secret, which is neither its current nor its ' +
        'previous one: put that version back, or remove the factor by DELETE /{id}/mfa',
    );
  });
});
