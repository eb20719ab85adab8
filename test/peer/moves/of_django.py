"""Users of Django in a project of its own, as `django-admin startproject` makes it: argv is an empty folder."""

import json
import os
import subprocess
import sys

folder, users = sys.argv[1], json.loads(sys.argv[2])
subprocess.run([sys.executable, "-m", "django", "startproject", "app", folder], check=True)

sys.path.insert(0, folder)
os.chdir(folder)
os.environ["DJANGO_SETTINGS_MODULE"] = "app.settings"

import django  # noqa: E402

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402

call_command("migrate", verbosity=0)
for user in users:
    get_user_model().objects.create_user(**user)
