from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """
    Argon2id with 19 MiB, two passes and one lane: what OWASP asks for at least.

    https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html. Django's 100 MiB in each of
    sixteen threads would be more than the machine has. A password kept otherwise is hashed anew at the next login.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
