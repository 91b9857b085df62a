"""Opens a model in the language server and prints its diagnostics: language_server.py SERVER MODEL"""

import json
import subprocess
import sys


def message(content):
    text = json.dumps({"jsonrpc": "2.0", **content})
    return ("Content-Length: %d\r\n\r\n%s" % (len(text), text)).encode()


server, model = sys.argv[1:]
document = {"uri": "file:///model.mlir", "languageId": "mlir", "version": 1, "text": open(model).read()}
conversation = [
    {"id": 0, "method": "initialize", "params": {"processId": 1, "capabilities": {}, "trace": "off"}},
    {"method": "initialized", "params": {}},
    {"method": "textDocument/didOpen", "params": {"textDocument": document}},
    {"id": 1, "method": "shutdown"},
    {"method": "exit"},
]
done = subprocess.run([server], input=b"".join(map(message, conversation)), capture_output=True, timeout=60)
for part in done.stdout.decode().split("Content-Length: ")[1:]:
    answer = json.loads(part.split("\r\n\r\n", 1)[1])
    for diagnostic in answer.get("params", {}).get("diagnostics", []):
        print("line %d: %s" % (diagnostic["range"]["start"]["line"] + 1, diagnostic["message"]))
    if answer.get("method") == "textDocument/publishDiagnostics":
        print("%d diagnostics" % len(answer["params"]["diagnostics"]))
sys.exit(done.returncode)
