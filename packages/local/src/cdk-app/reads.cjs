/**
 * Notes what a process reads beside the modules that it loads, so that what it made can be kept as long as that stands: files,
 * folders, and variables of its environment. What nobody can look at again before the next run, such as the answer of a
 * server, is noted as well.
 *
 * Plain JavaScript, as `preload.cjs` is.
 */
const childProcess = require('node:child_process');
const fs = require('node:fs');
const Module = require('node:module');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const { fileURLToPath } = require('node:url');
const workers = require('node:worker_threads');

/** By what of a path they look at; each also as it is with `Sync` and in `fs.promises`. */
const READERS = {
  entries: [
    ...['access', 'copyFile', 'createReadStream', 'exists', 'lstat', 'open', 'openAsBlob'],
    ...['readFile', 'readlink', 'realpath', 'stat'],
  ],
  folders: ['opendir', 'readdir'],
  trees: ['cp'],
};

/** Programs say anything. */
const PROGRAMS = ['exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync'];

/** Where tsx keeps what it compiles, which follows from the sources, and listens for what it has loaded. */
const TSX = path.join(os.tmpdir(), 'tsx-');

/** Begins to note. @returns what can be written down at any time */
exports.noteReads = () => {
  const noted = { entries: new Set(), folders: new Set(), trees: new Set(), variables: new Set() };
  let everyVariable = false;
  let unsure;
  let known = false;
  const reads = {
    /** Something that can't be looked at again. */
    doubt: (reason) => {
      if (!known) unsure ??= reason;
    },
    /** Does something whose reads are noted by the caller. */
    knowing: (work) => {
      known = true;
      try {
        return work();
      } finally {
        known = false;
      }
    },
    note: (file) => noted.entries.add(file),
    toJSON: () => ({
      entries: [...noted.entries],
      folders: [...noted.folders],
      trees: [...noted.trees],
      variables: everyVariable ? null : [...noted.variables],
      unsure,
    }),
  };

  for (const [kind, names] of Object.entries(READERS)) {
    const note = (file) => {
      const whole = wholePath(file);
      if (whole !== undefined && !whole.startsWith(TSX)) noted[kind].add(whole);
    };
    for (const name of names) {
      for (const [target, key] of [
        [fs, name],
        [fs, `${name}Sync`],
        [fs.promises, name],
      ]) {
        before(target, key, note);
      }
    }
  }
  for (const name of ['glob', 'globSync'])
    before(fs, name, () => reads.doubt('it looks for files'));
  before(fs.promises, 'glob', () => reads.doubt('it looks for files'));
  for (const name of PROGRAMS)
    before(childProcess, name, (program) => reads.doubt(`it runs ${program}`));
  before(net.Socket.prototype, 'connect', (where) => {
    const { path: pipe = '' } = Object([where].flat()[0]);
    if (!String(pipe).startsWith(TSX)) reads.doubt('it calls a server');
  });
  workers.Worker = class extends workers.Worker {
    constructor(...args) {
      reads.doubt('it starts a thread');
      super(...args);
    }
  };
  Module.syncBuiltinESMExports();

  const own = process.env;
  const one = (name) => {
    if (typeof name === 'string') noted.variables.add(name);
  };
  process.env = new Proxy(own, {
    get: (_, name) => {
      one(name);
      return own[name];
    },
    set: (_, name, value) => {
      own[name] = value;
      return true;
    },
    has: (_, name) => {
      one(name);
      return name in own;
    },
    getOwnPropertyDescriptor: (_, name) => {
      one(name);
      return Reflect.getOwnPropertyDescriptor(own, name);
    },
    ownKeys: () => {
      everyVariable = true;
      return Reflect.ownKeys(own);
    },
  });
  return reads;
};

/** Calls back with the first argument of each call. */
function before(target, name, callback) {
  const original = target[name];
  if (typeof original !== 'function') return;
  const noting = function (...args) {
    callback(args[0]);
    return original.apply(this, args);
  };
  Object.defineProperties(noting, Object.getOwnPropertyDescriptors(original));
  target[name] = noting;
}

/** Undefined for what is no path, such as a descriptor. */
function wholePath(file) {
  try {
    if (file instanceof URL) return fileURLToPath(file);
    if (Buffer.isBuffer(file)) return path.resolve(file.toString());
    return typeof file === 'string' ? path.resolve(file) : undefined;
  } catch {
    return undefined;
  }
}
