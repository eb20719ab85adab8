/** Hashes which the libraries of other systems made. */
import MADE from './made.json' with { type: 'json' };

export interface OthersHash {
  /** What the form is called here. */
  readonly form: string;
  /** The library that made it, and its version. */
  readonly source: string;
  /** The library's own cost, or one for tests that log in. */
  readonly cost: 'default' | 'low';
  readonly password: string;
  readonly hash: string;
}

/** The signer key in the documentation of Firebase's own scrypt, https://github.com/firebase/scrypt. */
export const SIGNER_KEY =
  'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==';

/** The one there, which Firebase itself made. */
const FIREBASES_OWN: OthersHash = {
  form: 'Firebase',
  source: 'https://github.com/firebase/scrypt, README.md',
  cost: 'default',
  password: 'user1password',
  hash: '$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==$42xEC+ixf3L2lw==$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==',
};

export const OTHERS_HASHES = [...(MADE as readonly OthersHash[]), FIREBASES_OWN];
