#!/usr/bin/env perl
# A line to far away: takes packets from a tun device, holds each for so long (ms, in each direction), and sends it back
# with its two addresses swapped. So a connection from 10.7.0.1 to 10.8.0.n arrives at the very same port of 10.7.0.1 as
# one from 10.8.0.n, and what is answered finds its way back: SYN and all, which a proxy could not hold up.
use strict;
use warnings;
use Time::HiRes 'time';

my ($device, $ms) = @ARGV;
open(my $tun, '+<', '/dev/net/tun') or die "no tun device: $!\n";
# IFF_TUN and IFF_NO_PI; TUNSETIFF
my $request = pack('a16 s x22', $device, 0x1001);
ioctl($tun, 0x400454ca, $request) or die "no $device: $!\n";
$| = 1;
print "ready\n";

my @held;
while (1) {
  my $wait = @held ? $held[0][0] - time : 1;
  vec(my $reading = '', fileno($tun), 1) = 1;
  if (select(my $ready = $reading, undef, undef, $wait > 0 ? $wait : 0)) {
    my $size = sysread($tun, my $packet, 65_536);
    last unless $size;
    # IPv4 alone; swapped addresses leave every checksum as it was.
    push @held, [time + $ms / 1000, $packet] if ord($packet) >> 4 == 4;
  }
  while (@held && $held[0][0] <= time) {
    my $packet = (shift @held)->[1];
    substr($packet, 12, 8) = substr($packet, 16, 4) . substr($packet, 12, 4);
    syswrite($tun, $packet);
  }
}
