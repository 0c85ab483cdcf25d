"""Reports as mail servers write them (RFC 3464), with gaps for what differs."""

# As Postfix writes it, with the head of the mail that comes back.
POSTFIX = """Return-Path: <>
Date: Mon, 23 Nov 2026 09:14:07 +0100 (CET)
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="9B3F.1795421647/mx.example.net"
Message-Id: <20261123081407.D4@mx.example.net>

This is a MIME-encapsulated message.

--9B3F.1795421647/mx.example.net
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

<{address}>: host mail.example.org[192.0.2.7] said: 550 5.1.1 User unknown (in reply to RCPT TO command)

--9B3F.1795421647/mx.example.net
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
X-Postfix-Queue-ID: 9B3F
Arrival-Date: Mon, 23 Nov 2026 09:14:05 +0100 (CET)

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.org
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--9B3F.1795421647/mx.example.net
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Return-Path: <{to}>
From: Alongside <alongside@example.org>
Message-ID: {message_id}
Subject: Something new

--9B3F.1795421647/mx.example.net--
"""
# As Exchange writes it: no name of the receiver but in capitals, the whole mail comes back.
EXCHANGE = """From: <postmaster@example.org>
To: <{to}>
Date: Mon, 23 Nov 2026 08:14:09 +0000
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="3a5c0d6e-2f1b"
X-MS-Exchange-Message-Is-Ndr:
Content-Language: de-DE
Subject: Unzustellbar: Something new
Auto-Submitted: auto-replied
MIME-Version: 1.0

--3a5c0d6e-2f1b
Content-Type: multipart/alternative; differences=Content-Type; boundary="7be1"

--7be1
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64

SWhyZSBOYWNocmljaHQga29ubnRlIG5pY2h0IHp1Z2VzdGVsbHQgd2VyZGVuLg==

--7be1--

--3a5c0d6e-2f1b
Content-Type: message/delivery-status

Reporting-MTA: dns;EX01.example.org
Received-From-MTA: dns;mx.example.org
Arrival-Date: Mon, 23 Nov 2026 08:14:08 +0000

Final-Recipient: RFC822;{address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup

--3a5c0d6e-2f1b
Content-Type: message/rfc822

Return-Path: <{to}>
From: Alongside <alongside@example.org>
Message-ID: {message_id}
Subject: Something new
Content-Type: text/plain

Something is new.

--3a5c0d6e-2f1b--
"""
SAMPLES = [POSTFIX, EXCHANGE]
