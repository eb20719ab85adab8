"""FastAPI Users over HTTP, put together as its documentation does: `python server.py FILE default|argon2id`.

https://fastapi-users.github.io/fastapi-users/latest/configuration/full-example/
"""

import contextlib
import os
import socket
import sys
import threading
import uuid

import uvicorn
from fastapi import Depends, FastAPI
from fastapi_users import BaseUserManager, FastAPIUsers, UUIDIDMixin, schemas
from fastapi_users.authentication import AuthenticationBackend, BearerTransport, JWTStrategy
from fastapi_users.db import SQLAlchemyBaseUserTableUUID, SQLAlchemyUserDatabase
from fastapi_users.password import PasswordHelper
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

FILE, HASH = sys.argv[1:]
SECRET = "secret-of-the-bench-with-32-characters"


class Base(DeclarativeBase):
    pass


class User(SQLAlchemyBaseUserTableUUID, Base):
    pass


engine = create_async_engine(f"sqlite+aiosqlite:///{FILE}")
sessions = async_sessionmaker(engine, expire_on_commit=False)


async def get_user_db():
    async with sessions() as session:
        yield SQLAlchemyUserDatabase(session, User)


class UserManager(UUIDIDMixin, BaseUserManager[User, uuid.UUID]):
    reset_password_token_secret = SECRET
    verification_token_secret = SECRET


# The strength that the users API has by default: 19 MiB, 2 passes.
argon2id = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19_456, parallelism=1),))


async def get_user_manager(user_db=Depends(get_user_db)):
    yield UserManager(user_db, PasswordHelper(argon2id) if HASH == "argon2id" else None)


backend = AuthenticationBackend(
    name="jwt",
    transport=BearerTransport(tokenUrl="auth/jwt/login"),
    get_strategy=lambda: JWTStrategy(secret=SECRET, lifetime_seconds=3600),
)
fastapi_users = FastAPIUsers[User, uuid.UUID](get_user_manager, [backend])


@contextlib.asynccontextmanager
async def lifespan(app):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield


class UserRead(schemas.BaseUser[uuid.UUID]):
    pass


class UserCreate(schemas.BaseUserCreate):
    pass


class UserUpdate(schemas.BaseUserUpdate):
    pass


app = FastAPI(lifespan=lifespan)
app.include_router(fastapi_users.get_auth_router(backend), prefix="/auth/jwt")
app.include_router(fastapi_users.get_register_router(UserRead, UserCreate), prefix="/auth")
app.include_router(fastapi_users.get_users_router(UserRead, UserUpdate), prefix="/users")


def end_with_the_bench():
    """It holds the other end of standard input, however it ends."""
    sys.stdin.buffer.read()
    os._exit(0)


class Server(uvicorn.Server):
    async def startup(self, sockets=None):
        await super().startup(sockets)
        print(f"ready http://127.0.0.1:{sockets[0].getsockname()[1]}", flush=True)


if __name__ == "__main__":
    threading.Thread(target=end_with_the_bench, daemon=True).start()
    # Named, since asyncio sends without delay only over a socket that says it is TCP.
    listening = socket.socket(proto=socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])
