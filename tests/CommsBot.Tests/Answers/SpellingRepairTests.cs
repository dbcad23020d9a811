using CommsBot.Answers;
using CommsBot.Content;
using CsCheck;

namespace CommsBot.Tests.Answers;

public class SpellingRepairTests
{
    private static readonly SpellingRepair Repair = new(
        new Dictionary<string, int> { ["ketamine"] = 9, ["infusion"] = 5, ["pain"] = 7, ["diet"] = 1, ["crps"] = 9, ["dose"] = 1, ["driver"] = 3, ["drive"] = 4 },
        word => word == "spreads", new HashSet<string> { "esketamine", "overdose" }, Language.English);

    private static readonly SpellingRepair ByEar = new(
        new Dictionary<string, int> { ["cuanto"] = 50, ["hay"] = 40, ["voy"] = 30, ["hacer"] = 20, ["casa"] = 6, ["caza"] = 2, ["kiero"] = 1, ["quiero"] = 60 },
        _ => false, new HashSet<string>(), Language.Spanish);

    [Theory]
    [InlineData("ketamin", "ketamine")]
    [InlineData("katamine", "ketamine")]
    [InlineData("infuison", "infusion")]
    [InlineData("pian", "pain")]
    [InlineData("crsp", "crps")]
    public void A_slip_is_repaired(string typed, string meant) => Assert.Equal(meant, Repair.Repair(typed));

    [Theory]
    [InlineData("crp")]
    [InlineData("died")]
    [InlineData("rain")]
    [InlineData("esketamine")]
    [InlineData("overdose")]
    [InlineData("spreads")]
    [InlineData("infus10n")]
    [InlineData("melatonin")]
    [InlineData("river")]
    public void Another_word_is_left_alone(string typed) => Assert.Equal(typed, Repair.Repair(typed));

    [Theory]
    [InlineData("kuanto", "cuanto")]
    [InlineData("ai", "hay")]
    [InlineData("boi", "voy")]
    [InlineData("aser", "hacer")]
    [InlineData("kiero", "quiero")]
    [InlineData("caza", "caza")]
    public void Spanish_written_by_ear_is_the_much_commoner_word_that_sounds_like_it(string typed, string meant) => Assert.Equal(meant, ByEar.Repair(typed));

    [Fact]
    public void The_distance_is_bounded_and_symmetric() =>
        Gen.Select(Gen.Char["abcd"].Array[0, 9], Gen.Char["abcd"].Array[0, 9], Gen.Int[0, 3]).Sample((left, right, limit) =>
        {
            var (a, b) = (new string(left), new string(right));
            var distance = EditDistance.Bounded(a, b, limit);
            Assert.InRange(distance, 0, limit + 1);
            Assert.Equal(distance, EditDistance.Bounded(b, a, limit));
            Assert.Equal(a == b, distance == 0);
        });
}
