"""Users of FastAPI Users in a SQLite database, as its documentation stores them: argv is the file, and the users in JSON."""

import asyncio
import json
import sys
import uuid

from fastapi_users import BaseUserManager, UUIDIDMixin
from fastapi_users.db import SQLAlchemyBaseUserTableUUID, SQLAlchemyUserDatabase
from fastapi_users.password import PasswordHelper
from fastapi_users.schemas import BaseUserCreate
from pwdlib import PasswordHash
from pwdlib.hashers.bcrypt import BcryptHasher
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    pass


class User(SQLAlchemyBaseUserTableUUID, Base):
    pass


class UserManager(UUIDIDMixin, BaseUserManager[User, uuid.UUID]):
    pass


HELPERS = {
    "now": PasswordHelper(),
    "before version 13": PasswordHelper(PasswordHash((BcryptHasher(),))),
}


async def main(file, users):
    engine = create_async_engine(f"sqlite+aiosqlite:///{file}")
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with async_sessionmaker(engine, expire_on_commit=False)() as session:
        for user in users:
            helper = HELPERS[user.pop("hashed")]
            manager = UserManager(SQLAlchemyUserDatabase(session, User), helper)
            await manager.create(BaseUserCreate(**user))
    await engine.dispose()


asyncio.run(main(sys.argv[1], json.loads(sys.argv[2])))
