// Signing in elsewhere has changed the token: take the present one from its cookie when the form is sent again.
document.getElementById("kept-form")?.addEventListener("submit", (event) => {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  if (token) event.target.elements.csrfmiddlewaretoken.value = decodeURIComponent(token[1]);
});
