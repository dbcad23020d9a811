using CommsBot.Tests.House;

namespace CommsBot.Tests.Settings;

public sealed class ClusterSettingsTests
{
    [Theory]
    [InlineData("Cluster needs SiloPort and AdvertisedAddress, both or neither.", "--Cluster:SiloPort=11811")]
    [InlineData("Cluster needs SiloPort and AdvertisedAddress, both or neither.", "--Cluster:AdvertisedAddress=10.0.0.1")]
    [InlineData("Cluster:SiloPort must be from 1 to 65535.", "--Cluster:SiloPort=0", "--Cluster:AdvertisedAddress=10.0.0.1")]
    [InlineData("Cluster:SiloPort is not a whole number.", "--Cluster:SiloPort=one")]
    [InlineData("Cluster:AdvertisedAddress must be this node's own IP address.", "--Cluster:SiloPort=11811", "--Cluster:AdvertisedAddress=0.0.0.0")]
    [InlineData("Cluster:AdvertisedAddress must be this node's own IP address.", "--Cluster:SiloPort=11811", "--Cluster:AdvertisedAddress=node-a")]
    [InlineData("Cluster needs PostgreSQL: a SQLite file belongs to one process.", "--Cluster:SiloPort=11811", "--Cluster:AdvertisedAddress=10.0.0.1")]
    [InlineData("Cluster is refused with Simulator:Enabled: the simulated clock belongs to one node.",
        "--Simulator:Enabled=true", "--Cluster:SiloPort=11811", "--Cluster:AdvertisedAddress=10.0.0.1", "--ConnectionStrings:CommsBot=Host=127.0.0.1")]
    public async Task A_half_or_wrong_cluster_is_refused(string fault, params string[] settings)
    {
        Assert.Contains(fault, await Installation.RefusalAsync(
            ["--environment=Development", "--urls=http://127.0.0.1:0", $"--contentRoot={Repository.Root}", "--Simulator:Enabled=false", .. settings]));
    }
}
