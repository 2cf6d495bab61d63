-- Whoever operates the host asks how many payments are not over, however many are.
CREATE INDEX payment_open ON payment (state) WHERE state = 'wanted' OR state = 'sent' OR state = 'pending' OR state = 'unposted';
