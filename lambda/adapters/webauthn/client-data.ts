import { decodeClientDataJSON } from '@simplewebauthn/server/helpers';

/**
 * Refuses what a page of another site asked for in a frame (WebAuthn level 3, 7.1 and 7.2, on `crossOrigin`): the person may not
 * have seen for whom it is.
 *
 * @throws for that, and for what is no client data
 */
export function assertOfTopPage(clientDataJSON: string): void {
  const { crossOrigin } = decodeClientDataJSON(clientDataJSON);
  if (crossOrigin !== undefined && crossOrigin !== false) {
    throw new Error(`crossOrigin is ${crossOrigin}, expected false: a page of another site asked`);
  }
}
