"""FastAPI Users itself, put together as its documentation does, with what the tests have to see.

https://fastapi-users.github.io/fastapi-users/latest/configuration/full-example/
"""

import asyncio
import contextlib
import os
import socket
import sys
import threading
import uuid

import uvicorn
from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi_users import BaseUserManager, FastAPIUsers, InvalidPasswordException, UUIDIDMixin, schemas
from fastapi_users.authentication import (
    AuthenticationBackend,
    BearerTransport,
    CookieTransport,
    JWTStrategy,
)
from fastapi_users.db import SQLAlchemyBaseUserTableUUID, SQLAlchemyUserDatabase
from fastapi_users.password import PasswordHelper
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import StaticPool

SECRET = "secret-of-the-tests-with-32-characters"
ALLOWED_ORIGINS = sys.argv[1:]


class Base(DeclarativeBase):
    pass


class User(SQLAlchemyBaseUserTableUUID, Base):
    pass


class UserRead(schemas.BaseUser[uuid.UUID]):
    pass


class UserCreate(schemas.BaseUserCreate):
    pass


class UserUpdate(schemas.BaseUserUpdate):
    pass


# One connection, as there is one database in memory for each.
engine = create_async_engine("sqlite+aiosqlite://", poolclass=StaticPool)
sessions = async_sessionmaker(engine, expire_on_commit=False)
one_at_a_time = asyncio.Lock()
mailed = []


async def get_user_db():
    async with one_at_a_time, sessions() as session:
        yield SQLAlchemyUserDatabase(session, User)


class UserManager(UUIDIDMixin, BaseUserManager[User, uuid.UUID]):
    reset_password_token_secret = SECRET
    verification_token_secret = SECRET

    async def validate_password(self, password, user):
        """The rule of the documentation's example."""
        if len(password) < 8:
            raise InvalidPasswordException(reason="Password should be at least 8 characters")
        if user.email in password:
            raise InvalidPasswordException(reason="Password should not contain e-mail")

    async def on_after_forgot_password(self, user, token, request=None):
        mailed.append({"type": "after-forgot-password", "email": user.email, "token": token})

    async def on_after_request_verify(self, user, token, request=None):
        mailed.append({"type": "after-request-verify", "email": user.email, "token": token})


# As cheap as can be: the cases are about answers.
cheap = PasswordHelper(PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),)))


async def get_user_manager(user_db=Depends(get_user_db)):
    yield UserManager(user_db, cheap)


def get_jwt_strategy():
    return JWTStrategy(secret=SECRET, lifetime_seconds=3600)


jwt_backend = AuthenticationBackend(
    name="jwt",
    transport=BearerTransport(tokenUrl="auth/jwt/login"),
    get_strategy=get_jwt_strategy,
)
cookie_backend = AuthenticationBackend(
    name="cookie",
    transport=CookieTransport(cookie_max_age=3600),
    get_strategy=get_jwt_strategy,
)
fastapi_users = FastAPIUsers[User, uuid.UUID](get_user_manager, [jwt_backend, cookie_backend])


@contextlib.asynccontextmanager
async def lifespan(app):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield


app = FastAPI(lifespan=lifespan)
for backend in (jwt_backend, cookie_backend):
    router = fastapi_users.get_auth_router(backend)
    app.include_router(router, prefix=f"/auth/{backend.name}", tags=["auth"])
for router in (
    fastapi_users.get_register_router(UserRead, UserCreate),
    fastapi_users.get_reset_password_router(),
    fastapi_users.get_verify_router(UserRead),
):
    app.include_router(router, prefix="/auth", tags=["auth"])
app.include_router(
    fastapi_users.get_users_router(UserRead, UserUpdate), prefix="/users", tags=["users"]
)
app.add_middleware(
    CORSMiddleware,
    allow_origins=ALLOWED_ORIGINS,
    allow_credentials=True,
    allow_methods=["*"],
    allow_headers=["*"],
)


@app.get("/_peer/mailed", include_in_schema=False)
async def get_mailed():
    return mailed


@app.post("/_peer/users", include_in_schema=False)
async def create_user(user: UserCreate, manager=Depends(get_user_manager)):
    return UserRead.model_validate(await manager.create(user))


def end_with_the_tests():
    """They hold the other end of standard input, however they end."""
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=end_with_the_tests, daemon=True).start()
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    print(f"ready http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])
