"""A real Asterisk with two SIP telephones on this machine: her desk telephone, and whoever is
called. `root` is a file system with Asterisk and SIPp ("/" when they are installed on this
machine). Nothing leaves the machine: all servers listen on 127.0.0.1.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.ports import free_port
from tests.waiting import until

USER, PASSWORD = "decroche", "made-up-password"
RINGS_SECONDS = 2
"""How long the outside end rings before it answers."""

FILES = {
    "asterisk.conf": "[directories]\nastetcdir => {folder}\nastrundir => {folder}\n"
    "astlogdir => {folder}\nastspooldir => {folder}\nastdbdir => {folder}\n",
    "modules.conf": "[modules]\nautoload = yes\n",
    "http.conf": "[general]\nenabled = yes\nbindaddr = 127.0.0.1\nbindport = {http}\n",
    "ari.conf": "[general]\nenabled = yes\n"
    f"[{USER}]\ntype = user\nread_only = no\npassword = {PASSWORD}\n",
    "pjsip.conf": (
        "[transport-udp]\ntype = transport\nprotocol = udp\nbind = 127.0.0.1:{sip}\n"
        "[1001](!)\ntype = endpoint\ncontext = outgoing\ndisallow = all\nallow = ulaw\n"
        "[desk-telephone](1001)\naors = desk-telephone\n"
        "[desk-telephone]\ntype = aor\ncontact = sip:desk@127.0.0.1:{desk}\n"
        "[outside](1001)\naors = outside\n"
        "[outside]\ntype = aor\ncontact = sip:127.0.0.1:{outside}\n"
    ),
    "extensions.conf": "[outgoing]\n"
    "exten => _X.,1,Dial(PJSIP/${{EXTEN}}@outside,30)\n same => n,Hangup()\n",
}
"""The configuration, by file; the places are filled with the folder and the ports."""
SLOW_END = """<?xml version="1.0" encoding="UTF-8"?>
<scenario name="rings, then answers">
<recv request="INVITE" crlf="true"/>
<send><![CDATA[
SIP/2.0 180 Ringing
[last_Via:]
[last_From:]
[last_To:];tag=[pid]SIPpTag01[call_number]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:[local_ip]:[local_port];transport=[transport]>
Content-Length: 0

]]></send>
<pause milliseconds="{rings}"/>
<send retrans="500"><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:];tag=[pid]SIPpTag01[call_number]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:[local_ip]:[local_port];transport=[transport]>
Content-Type: application/sdp
Content-Length: [len]

v=0
o=user1 53655765 2353687637 IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0
a=rtpmap:0 PCMU/8000

]]></send>
<recv request="ACK" crlf="true"/>
<recv request="BYE"/>
<send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:[local_ip]:[local_port];transport=[transport]>
Content-Length: 0

]]></send>
</scenario>
"""


@dataclass
class Pbx:
    """Asterisk and the two telephones, running until `stop`."""

    root: Path
    address: str = ""
    _folder: Path = Path()
    _running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        """Starts them and waits until Asterisk answers."""
        (self.root / "tmp").mkdir(exist_ok=True)
        self._folder = Path(tempfile.mkdtemp(prefix="decroche-pbx-", dir=self.root / "tmp"))
        inside = f"/tmp/{self._folder.name}"
        ports = {name: free_port() for name in ("http", "sip", "desk", "outside")}
        for name, text in FILES.items():
            (self._folder / name).write_text(text.format(folder=inside, **ports))
        scenario = self._folder / "rings.xml"
        scenario.write_text(SLOW_END.replace("{rings}", str(RINGS_SECONDS * 1000)))
        sipp = ("sipp", "-i", "127.0.0.1", "-nostdin")
        self._run(*sipp, "-p", str(ports["desk"]), "-sn", "uas")
        self._run(*sipp, "-p", str(ports["outside"]), "-sf", f"{inside}/rings.xml")
        self._run("asterisk", "-f", "-C", f"{inside}/asterisk.conf")
        self.address = f"http://127.0.0.1:{ports['http']}"
        until(self._answers, "Asterisk answers")

    def stop(self) -> None:
        """Ends the programs and removes their files."""
        for program in self._running:
            program.terminate()
            program.wait()
        shutil.rmtree(self._folder)

    def _run(self, *command: str) -> None:
        inside = [] if self.root == Path("/") else ["chroot", str(self.root)]
        with (self._folder / f"{command[0]}.log").open("wb") as log:
            program = subprocess.Popen([*inside, *command], stdout=log, stderr=log)
        self._running.append(program)

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.address}/httpstatus", timeout=1):
                return True
        except URLError as error:
            return getattr(error, "code", 0) == 404
        except OSError:
            return False
