"""The empty page in which a report is shown: its scripts run there, shut in, under a policy of their own and not under the page's."""

POLICY = (
    b"sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; "
    b"frame-ancestors 'self'"
)
# It holds nothing and asks the page around it for the report, so that whoever may not read that gets nothing here either.
PAGE = b"""<!doctype html><title>Report</title><script>
const asking = setInterval(() => parent.postMessage("report?", "*"), 100);
addEventListener("message", (event) => {
  if (event.source !== parent) return;
  clearInterval(asking);
  document.open(); document.write(event.data); document.close();
}, { once: true });
</script>"""
HEADERS = [
    (b"content-type", b"text/html; charset=utf-8"),
    (b"content-length", str(len(PAGE)).encode()),
    (b"content-security-policy", POLICY),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
]
