"""Reads a mail as a mail program does: its headers, its parts, and what a browser would find in its HTML."""
import json
import sys
from email import message_from_bytes, policy
from html.parser import HTMLParser


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.words = [], []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag + "".join(" " + name for name, _ in attributes))

    def handle_data(self, data):
        self.words.append(data)


data = sys.stdin.buffer.read()
mail = message_from_bytes(data, policy=policy.default)
tags = Tags()
parts = {part.get_content_type(): part.get_content() for part in mail.walk() if not part.is_multipart()}
tags.feed(parts.get("text/html", ""))
print(json.dumps({
    "headers": [name for name, _ in mail.items()], "subject": mail["Subject"], "to": mail["To"],
    "from": mail["From"], "text": parts.get("text/plain", ""), "calendar": parts.get("text/calendar", ""),
    "tags": tags.tags, "words": "".join(tags.words), "types": [part.get_content_type() for part in mail.walk()],
    "bare": data.replace(b"\r\n", b"").count(b"\r") + data.replace(b"\r\n", b"").count(b"\n"),
    "dots": sum(line.startswith(b".") for line in data.split(b"\r\n")),
    "longest": max(len(line) for line in data.split(b"\r\n")), "ascii": all(byte < 128 for byte in data),
}))
