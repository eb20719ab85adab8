/** Names that the module of an app can't have, as it would be no name, or in front of another module. */
// cspell:disable

const listed = (names: string) => names.trim().split(/\s+/);

/** https://docs.python.org/3/reference/lexical_analysis.html#keywords */
const KEYWORDS = listed(`
  and as assert async await break class continue def del elif else except finally for from
  global if import in is lambda nonlocal not or pass raise return try while with yield
`);

/** `sys.stdlib_module_names` of Python 3.10 to 3.14, and `test`. */
const STANDARD_LIBRARY = listed(`
  abc aifc annotationlib antigravity argparse array ast asynchat asyncio asyncore atexit audioop
  base64 bdb binascii binhex bisect builtins bz2 calendar cgi cgitb chunk cmath cmd code codecs
  codeop collections colorsys compileall compression concurrent configparser contextlib
  contextvars copy copyreg crypt csv ctypes curses dataclasses datetime dbm decimal difflib dis
  distutils doctest email encodings ensurepip enum errno faulthandler fcntl filecmp fileinput
  fnmatch fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib grp
  gzip hashlib heapq hmac html http idlelib imaplib imghdr imp importlib inspect io ipaddress
  itertools json keyword lib2to3 linecache locale logging lzma mailbox mailcap marshal math
  mimetypes mmap modulefinder msilib msvcrt multiprocessing netrc nis nntplib nt ntpath
  nturl2path numbers opcode operator optparse os ossaudiodev pathlib pdb pickle pickletools
  pipes pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd
  py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib resource
  rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site smtpd smtplib
  sndhdr socket socketserver spwd sqlite3 sre_compile sre_constants sre_parse ssl stat
  statistics string stringprep struct subprocess sunau symtable sys sysconfig syslog tabnanny
  tarfile telnetlib tempfile termios test textwrap this threading time timeit tkinter token
  tokenize tomllib trace traceback tracemalloc tty turtle turtledemo types typing unicodedata
  unittest urllib uu uuid venv warnings wave weakref webbrowser winreg winsound wsgiref xdrlib
  xml xmlrpc zipapp zipfile zipimport zlib zoneinfo
`);

/** What the packages of a new app install. */
const PACKAGES = listed(`
  attr attrs aws_cdk cattr cattrs cdk_users_api constructs dateutil importlib_resources iniconfig jsii
  packaging pluggy publication py pygments pytest six typeguard typing_extensions
`);

/** The first folders of an app beside its module. */
const FOLDERS = listed('functions page tests');

/** What the name is already, if an app in Python can't have it. */
export function takenInPython(name: string): string | undefined {
  if (KEYWORDS.includes(name)) return 'a keyword of Python';
  if (STANDARD_LIBRARY.includes(name)) return "a module of Python's standard library";
  if (PACKAGES.includes(name)) return 'a package that the app needs';
  if (FOLDERS.includes(name)) return 'a folder of the app itself';
  return undefined;
}
