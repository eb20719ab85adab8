"""Hashes by the libraries of PyPI, as make.ts asks for them, in JSON."""

import json
import sys
from importlib.metadata import version

import argon2 as argon2_cffi
import bcrypt
from argon2 import PasswordHasher, Type
from django.conf import settings
from passlib.hash import argon2, pbkdf2_sha256, pbkdf2_sha512, scrypt
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

settings.configure()

from django.contrib.auth import hashers  # noqa: E402

PASSWORDS = json.loads(sys.argv[1])["passwords"]


class LowPBKDF2(hashers.PBKDF2PasswordHasher):
    iterations = 1000


class LowArgon2(hashers.Argon2PasswordHasher):
    time_cost = 1
    memory_cost = 64
    parallelism = 2


class ArgonI(hashers.Argon2PasswordHasher):
    """As Django made them from 1.10 to 3.1: of Type.I, with a key of 16 bytes."""

    time_cost = 2
    memory_cost = 512
    parallelism = 2

    def params(self):
        return argon2_cffi.Parameters(
            type=Type.I,
            version=argon2_cffi.low_level.ARGON2_VERSION,
            salt_len=16,
            hash_len=16,
            time_cost=self.time_cost,
            memory_cost=self.memory_cost,
            parallelism=self.parallelism,
        )


class LowArgonI(ArgonI):
    time_cost = 1
    memory_cost = 64


class LowBCryptSHA256(hashers.BCryptSHA256PasswordHasher):
    rounds = 4


class LowBCrypt(hashers.BCryptPasswordHasher):
    rounds = 4


class LowScrypt(hashers.ScryptPasswordHasher):
    work_factor = 2**6
    parallelism = 2


def of_django(default, low):
    def make(hasher):
        return (
            lambda password: hasher.encode(password, hasher.salt()),
            hasher.verify,
        )

    return make(default()), make(low())


def of_passlib(scheme, **low):
    if scheme is argon2:
        # Chosen before there are subclasses, which passlib would leave without it.
        scheme.get_backend()
    cheap = scheme.using(**low)
    return (scheme.hash, scheme.verify), (cheap.hash, cheap.verify)


def of_argon2_cffi(type):
    def make(hasher):
        return hasher.hash, lambda password, hash: hasher.verify(hash, password)

    return make(PasswordHasher(type=type)), make(
        PasswordHasher(type=type, time_cost=1, memory_cost=32, parallelism=1, hash_len=16)
    )


def of_pwdlib():
    def make(hash):
        return hash.hash, hash.verify

    low = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))
    return make(PasswordHash.recommended()), make(low)


def of_bcrypt(prefix):
    def make(rounds):
        def hash(password):
            salt = bcrypt.gensalt(rounds, prefix if prefix != b"2y" else b"2b")
            made = bcrypt.hashpw(password.encode(), salt).decode()
            # PHP's name for what is the same; the library verifies it, but doesn't make it.
            return made.replace("$2b$", "$2y$", 1) if prefix == b"2y" else made

        return hash, lambda password, hash: bcrypt.checkpw(password.encode(), hash.encode())

    return make(10), make(4)


FORMS = [
    ("argon2id", "argon2-cffi", of_argon2_cffi(Type.ID)),
    ("argon2i", "argon2-cffi", of_argon2_cffi(Type.I)),
    ("argon2id", "pwdlib", of_pwdlib()),
    ("argon2id", "passlib", of_passlib(argon2, rounds=1, memory_cost=64, parallelism=2)),
    ("bcrypt 2a", "bcrypt", of_bcrypt(b"2a")),
    ("bcrypt 2b", "bcrypt", of_bcrypt(b"2b")),
    ("bcrypt 2y", "bcrypt", of_bcrypt(b"2y")),
    ("scrypt", "passlib", of_passlib(scrypt, rounds=5, block_size=4, parallelism=2)),
    ("pbkdf2-sha256", "passlib", of_passlib(pbkdf2_sha256, rounds=1000)),
    ("pbkdf2-sha512", "passlib", of_passlib(pbkdf2_sha512, rounds=1000)),
    ("Django pbkdf2_sha256", "Django", of_django(hashers.PBKDF2PasswordHasher, LowPBKDF2)),
    ("Django argon2", "Django", of_django(hashers.Argon2PasswordHasher, LowArgon2)),
    ("Django argon2i", "Django", of_django(ArgonI, LowArgonI)),
    ("Django bcrypt_sha256", "Django", of_django(hashers.BCryptSHA256PasswordHasher, LowBCryptSHA256)),
    ("Django bcrypt", "Django", of_django(hashers.BCryptPasswordHasher, LowBCrypt)),
    ("Django scrypt", "Django", of_django(hashers.ScryptPasswordHasher, LowScrypt)),
]

made = []
for form, library, (default, low) in FORMS:
    for index, password in enumerate(PASSWORDS):
        # What bcrypt would cut, the library refuses.
        if form.replace("Django ", "").startswith("bcrypt") and "sha256" not in form:
            if len(password.encode()) > 72:
                continue
        # One of the library's own cost; a lower one is for tests which log in.
        cost = "default" if index == 0 else "low"
        hash, verify = default if index == 0 else low
        hashed = hash(password)
        if not verify(password, hashed):
            raise AssertionError(f"{form}: {hashed}")
        made.append(
            {
                "form": form,
                "source": f"{library} {version(library)} (PyPI)",
                "cost": cost,
                "password": password,
                "hash": hashed,
            }
        )
print(json.dumps(made))
