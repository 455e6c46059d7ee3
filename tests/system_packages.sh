#!/usr/bin/env bash
# A browser, a TURN server, and what PDF files are set and read with, for the tests, from Debian's packages where we may install them.
# Elsewhere a missing one is no error here: the tests that need it say so (and fail when CI is set).
set -uo pipefail
wanted=()
command -v chromium >/dev/null || wanted+=(chromium)
command -v turnserver >/dev/null || wanted+=(coturn)
ldconfig -p 2>/dev/null | grep -q libpangoft2-1.0 || wanted+=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core)
command -v pdftotext >/dev/null || wanted+=(poppler-utils)
[ ${#wanted[@]} -eq 0 ] && exit 0
if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
  echo "Not installed: ${wanted[*]} (tests that need them will be skipped)"
  exit 0
fi
echo "Installing ${wanted[*]} ..."
export DEBIAN_FRONTEND=noninteractive
for _ in 1 2 3; do
  apt-get update -qq && apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null && exit 0
  sleep 5
done
echo "Could not install: ${wanted[*]} (tests that need them will be skipped)"
