using Reliability.Artifacts.Tests;

namespace Reliability.Cli.Tests;

public sealed class OutputDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_slash_in_a_name_is_a_directory()
    {
        var written = OutputDirectory.Write(_directory.File("out"), [new("tests/deep/a.yml", "a"), new("b.yml", "b")]);

        Assert.Equal([Path.Combine(_directory.File("out"), "tests", "deep", "a.yml"), Path.Combine(_directory.File("out"), "b.yml")], written);
        Assert.Equal("a", File.ReadAllText(written[0]));
    }

    [Theory]
    [InlineData("../a.yml")]
    [InlineData("tests/../../a.yml")]
    [InlineData("/a.yml")]
    [InlineData("tests//a.yml")]
    [InlineData("./a.yml")]
    [InlineData("")]
    [InlineData("tests/")]
    [InlineData("..\\a.yml")]
    [InlineData("C:a.yml")]
    public void A_name_that_leads_elsewhere_is_refused_before_anything_is_written(string name)
    {
        Assert.Throws<OutputException>(() => OutputDirectory.Write(_directory.File("out"), [new("good.yml", "a"), new(name, "b")]));

        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void Directories_that_were_made_are_removed_when_it_fails_and_others_stay()
    {
        Directory.CreateDirectory(_directory.File("out/kept"));
        Directory.CreateDirectory(_directory.File("out/taken.yml"));

        Assert.Throws<OutputException>(() => OutputDirectory.Write(
            _directory.File("out"), [new("new/deep/a.yml", "a"), new("kept/b.yml", "b"), new("taken.yml", "c")]));

        Assert.Equal([_directory.File("out/kept"), _directory.File("out/taken.yml")], Directory.GetFileSystemEntries(_directory.File("out"), "*", SearchOption.AllDirectories).Order());
    }

    [Fact]
    public void A_file_where_a_directory_is_needed_is_an_error_that_leaves_everything_as_it_was()
    {
        Directory.CreateDirectory(_directory.File("out"));
        _directory.Write("out/tests", "a file");

        Assert.Throws<OutputException>(() => OutputDirectory.Write(_directory.File("out"), [new("a.yml", "a"), new("tests/b.yml", "b")]));

        Assert.Equal([_directory.File("out/tests")], Directory.GetFileSystemEntries(_directory.File("out"), "*", SearchOption.AllDirectories));
    }
}
