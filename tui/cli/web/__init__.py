"""The app in a browser on this machine. Needs the extra `web`: aiohttp, and the terminal that textual-serve brings."""
