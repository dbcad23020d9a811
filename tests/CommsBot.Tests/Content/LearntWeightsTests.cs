using CommsBot.Content;

namespace CommsBot.Tests.Content;

public sealed class LearntWeightsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("commsbot-learnt-").FullName;
    private int lessons;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_same_content_is_learnt_once()
    {
        var first = Weights(from: 1);
        Assert.Equal(first, Weights(from: 1));
        Assert.Equal(1, lessons);
    }

    [Fact]
    public void Changed_content_is_learnt_anew()
    {
        Weights(from: 1);
        Assert.Equal([2, 2, 2], Weights(from: 2));
        Assert.Equal(2, lessons);
    }

    [Theory]
    [InlineData("cut off")]
    [InlineData("one bit turned")]
    [InlineData("longer")]
    public void A_broken_file_is_never_believed(string how)
    {
        Weights(from: 1);
        var file = Assert.Single(Directory.GetFiles(folder));
        var bytes = File.ReadAllBytes(file);
        if (how == "one bit turned") bytes[2] ^= 4;
        File.WriteAllBytes(file, how switch { "cut off" => bytes[..^5], "longer" => [.. bytes, 0], _ => bytes });

        Assert.Equal([1, 1, 1], Weights(from: 1));
        Assert.Equal(2, lessons);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_only_costs_time()
    {
        var file = Path.Combine(folder, "a file");
        File.WriteAllText(file, "");
        Assert.Equal([1, 1, 1], Weights(from: 1, Path.Combine(file, "below")));
    }

    private ushort[] Weights(int from, string? where = null)
    {
        using var input = LearningInput.From("test");
        input.Append<int>([from]);
        var learnt = LearntWeights.Of(input, 3, to => { lessons++; to.Fill((ushort)from); }, where ?? folder);
        var weights = new ushort[3];
        learnt.Read(0, weights);
        Assert.Equal(weights[2], learnt.Row<ushort>(2));
        return weights;
    }
}
