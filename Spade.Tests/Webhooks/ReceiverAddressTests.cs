using System.Net;
using Microsoft.Extensions.Options;
using Spade.Documents.Webhooks;

namespace Spade.Tests.Webhooks;

public sealed class ReceiverAddressTests
{
    [Theory]
    [InlineData("93.184.216.34")]
    [InlineData("2606:2800:220:1:248:1893:25c8:1946")]
    [InlineData("::ffff:93.184.216.34")]
    [InlineData("64:ff9b::5db8:d822")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    public void A_public_address_may_be_called(string address) => Assert.True(Of("").MayCall(IPAddress.Parse(address)));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("100.100.100.200")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("168.63.129.16")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.192")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::7f00:1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2001::1")]
    [InlineData("2002:a00:1::")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void A_private_loopback_link_local_metadata_or_multicast_address_may_not(string address) =>
        Assert.False(Of("").MayCall(IPAddress.Parse(address)));

    [Fact]
    public void A_network_can_be_allowed_and_only_that_one_is()
    {
        var addresses = Of("10.20.0.0/16, fd00::/8");
        Assert.True(addresses.MayCall(IPAddress.Parse("10.20.255.1")));
        Assert.True(addresses.MayCall(IPAddress.Parse("::ffff:10.20.0.1")));
        Assert.True(addresses.MayCall(IPAddress.Parse("fd12::1")));
        Assert.False(addresses.MayCall(IPAddress.Parse("10.21.0.1")));
    }

    private static ReceiverAddresses Of(string networks) => new(Options.Create(new WebhookOptions { AllowedNetworks = networks }));
}
