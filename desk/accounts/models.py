from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _


class Session(AbstractBaseSession):
    """
    Django's session, with whose it is and where: so that people see theirs and end them, by one indexed query.

    `account` is None while somebody is at the door (between password and code). `address` is a network, not an address.
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", verbose_name=_("account")
    )
    began_at = models.DateTimeField(_("signed in"), null=True)
    seen_at = models.DateTimeField(_("last seen"), null=True)
    address = models.CharField(_("network"), max_length=45, blank=True)
    browser = models.CharField(_("browser"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    def __str__(self) -> str:
        return self.browser or "–"  # never the key, which opens it

    @classmethod
    def get_session_store_class(cls) -> type:
        from .sessions import SessionStore

        return SessionStore


class SignIn(models.Model):
    """
    One line in the log of sign-ins: for the person whose account it is, and for chief editors.

    `account` is None for a name that nobody has: the name itself is not kept, for many a password is typed into the
    wrong field. And for who asks for a link: whose address that is, only the worker looks up. `times`: the same within
    an hour is one line, so that an attack doesn't fill the disk.
    """

    class What(models.TextChoices):
        IN = "in", _("Signed in")
        IN_BY_CODE = "in_code", _("Signed in, with a code")
        IN_BY_RECOVERY = "in_recovery", _("Signed in, with a recovery code")
        WRONG_PASSWORD = "wrong_password", _("Wrong password")
        WRONG_CODE = "wrong_code", _("Right password, wrong code")
        REFUSED = "refused", _("Refused after too many wrong passwords")
        ASKED = "asked", _("Asked for a link to set a password")
        OUT = "out", _("Signed out")
        ENDED = "ended", _("Ended sessions elsewhere")
        PASSWORD = "password", _("Changed the password")
        ON = "on", _("Turned the second factor on")
        OFF = "off", _("Turned the second factor off")
        CODES = "codes", _("Made new recovery codes")
        RESET = "reset", _("Second factor reset")

    at = models.DateTimeField(_("when"))
    what = models.CharField(_("what"), max_length=20, choices=What.choices)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", verbose_name=_("account")
    )
    address = models.CharField(_("network"), max_length=45, blank=True)
    browser = models.CharField(_("browser"), max_length=60, blank=True)
    times = models.PositiveIntegerField(_("times"), default=1)

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="signin_newest"),  # the chief editors' page, and forgetting
            models.Index(fields=["account", "-at"], name="signin_of"),  # a person's own
        ]

    def __str__(self) -> str:
        return self.get_what_display()
