resource "aws_lambda_function" "thumbs" {
  function_name = "${local.name}-thumbs"
  description   = "Makes thumbnails of uploaded photos"
  role          = aws_iam_role.thumbs.arn

  s3_bucket     = var.artifact_bucket
  s3_key        = "thumbs/${var.release}.zip"
  runtime       = "python3.13"
  handler       = "thumbs.handle"
  architectures = ["arm64"]
  memory_size   = 1024
  timeout       = 60

  environment {
    variables = {
      WIDTHS        = "160,480,960"
      TARGET_PREFIX = "thumbs/"
    }
  }
}

resource "aws_lambda_permission" "uploads" {
  statement_id  = "uploads"
  function_name = aws_lambda_function.thumbs.function_name
  action        = "lambda:InvokeFunction"
  principal     = "s3.amazonaws.com"
  source_arn    = aws_s3_bucket.uploads.arn
}

resource "aws_s3_bucket_notification" "uploads" {
  bucket = aws_s3_bucket.uploads.id

  lambda_function {
    lambda_function_arn = aws_lambda_function.thumbs.arn
    events              = ["s3:ObjectCreated:*"]
    filter_prefix       = "photos/"
  }

  depends_on = [aws_lambda_permission.uploads]
}
